using System.Text.Json;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Webhooks;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Rest.Webhooks;

/// <summary>Webhooks and their calls as they are told. No secret is.</summary>
internal static class WebhookJson
{
    /// <summary>Writes a webhook.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="secret">Its secret, which is said once: to whoever it was made for.</param>
    public static void Write(Utf8JsonWriter writer, Webhook webhook, ReadOnlyMemory<byte>? secret = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, webhook.Id);
        if (webhook.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("url"u8, webhook.Url.AbsoluteUri);
        writer.WriteStartArray("events"u8);
        foreach (var (word, one) in WebhookForm.Events)
        {
            if (webhook.Events.HasFlag(one))
            {
                writer.WriteStringValue(word);
            }
        }

        writer.WriteEndArray();
        writer.WriteBoolean("active"u8, webhook.IsActive);
        writer.WriteString("created_at"u8, webhook.CreatedAt.UtcDateTime);
        if (secret is { } once)
        {
            writer.WriteString("secret"u8, WebhookSignature.Write(once.Span));
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a call with its tries.</summary>
    public static void Write(Utf8JsonWriter writer, Delivery call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("webhook_id"u8, $"msg_{call.Id:N}");
        if (!call.IsOfJob)
        {
            writer.WriteString("webhook"u8, call.Webhook);
        }

        writer.WriteString("url"u8, call.Url.AbsoluteUri);
        writer.WriteString("event"u8, call.Event);
        if (call.Job is { } job)
        {
            writer.WriteString("job"u8, job.Id);
            writer.WriteString("job_state"u8, JobJson.Word(job.State));
        }

        writer.WriteString("state"u8, Word(call.State));
        writer.WriteNumber("attempts"u8, call.Attempts);
        writer.WriteString("created_at"u8, call.CreatedAt.UtcDateTime);
        if (call.State == DeliveryState.Waiting)
        {
            writer.WriteString("next_try_at"u8, call.DueAt.UtcDateTime);
        }

        WriteTries(writer, call);
        writer.WriteEndObject();
    }

    /// <summary>What a state of a call is called.</summary>
    public static string Word(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => "waiting",
        DeliveryState.Delivered => "delivered",
        _ => "given_up",
    };

    private static void WriteTries(Utf8JsonWriter writer, Delivery call)
    {
        writer.WriteStartArray("tries"u8);
        foreach (var tried in call.Tries)
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, tried.At.UtcDateTime);
            if (tried.Status is { } status)
            {
                writer.WriteNumber("status"u8, status);
            }

            writer.WriteNumber("milliseconds"u8, tried.Milliseconds);
            writer.WriteString("sentence"u8, tried.Sentence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
