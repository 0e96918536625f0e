using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;
using MySpinBot.Server.Webhooks;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Rest.Webhooks;

/// <summary>Those who are called for all jobs of an owner: /webhooks.</summary>
internal sealed class WebhookRoutes(JobStore store, GuardedConnect connect, ServerOptions options)
{
    private const int MostOfAnOwner = 32;
    private const long MostBytes = 64 << 10;

    private readonly WebhookStore _webhooks = store.Webhooks;

    /// <summary>POST /webhooks. The answer says the secret, this once.</summary>
    public async Task AddAsync(HttpContext context)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostBytes));
        var given = fields.Value("url");
        var url = given is { } address ? WebhookForm.ReadUrl(fields, "/url", address) : null;
        if (given is null)
        {
            fields.Faults.Add(new Fault("missing_field", "Field 'url' is missing; it says where to call.") { Field = "/url" });
        }

        var webhook = Change(fields, new Webhook
        {
            Id = Guid.CreateVersion7(options.Time.GetUtcNow()), Owner = context.Owner(), Url = url!, Secret = WebhookSignature.NewSecret(), CreatedAt = options.Time.GetUtcNow(),
        });
        fields.Check();
        CheckUrl(webhook.Url);
        if (!await _webhooks.AddAsync(webhook, MostOfAnOwner))
        {
            throw new ServerRefusal(RefusalKind.Conflict, "too_many_webhooks", $"There are {MostOfAnOwner} webhooks already, which is as many as an owner may have; remove one first.");
        }

        context.Response.Headers.Location = Addresses.Webhook(webhook.Id);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, webhook, static (writer, made) => WebhookJson.Write(writer, made, made.Secret));
    }

    /// <summary>GET /webhooks.</summary>
    public Task ListAsync(HttpContext context)
    {
        new Parameters(context).Check();
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, _webhooks.List(context.Owner()), static (writer, all) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("webhooks"u8);
            foreach (var webhook in all)
            {
                WebhookJson.Write(writer, webhook);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /webhooks/{id}.</summary>
    public Task ShowAsync(HttpContext context) => AnswerAsync(context, _webhooks.Find(Id(context), context.Owner()) ?? throw None(context));

    /// <summary>PATCH /webhooks/{id}: changes what is named. A new secret takes the place of the old one.</summary>
    public async Task ChangeAsync(HttpContext context)
    {
        var id = Id(context);
        var there = _webhooks.Find(id, context.Owner()) ?? throw None(context);
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostBytes));
        var url = fields.Value("url") is { } address ? WebhookForm.ReadUrl(fields, "/url", address) : null;
        var wanted = Change(fields, there with { Url = url ?? there.Url });
        fields.Check();
        CheckUrl(wanted.Url);
        await AnswerAsync(context, await _webhooks.ChangeAsync(id, context.Owner(), _ => wanted) ?? throw None(context));
    }

    /// <summary>DELETE /webhooks/{id}.</summary>
    public async Task RemoveAsync(HttpContext context)
    {
        if (!await _webhooks.RemoveAsync(Id(context), context.Owner()))
        {
            throw None(context);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>POST /webhooks/{id}/ping: has it called, so that one sees whether it hears.</summary>
    public async Task PingAsync(HttpContext context)
    {
        BodyFields.Read(await RequestBody.ReadJsonAsync(context, 1 << 10)).Check();
        var call = await _webhooks.PingAsync(Id(context), context.Owner()) ?? throw None(context);
        context.Response.Headers.Location = Addresses.Delivery(call.Id);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, call, static (writer, made) => WebhookJson.Write(writer, made));
    }

    private static Webhook Change(BodyFields fields, Webhook webhook) => webhook with
    {
        Name = fields.Text("name", SubmissionForm.LongestName) ?? webhook.Name,
        Events = fields.Value("events") is { } events ? WebhookForm.ReadEvents(fields, "/events", events) : webhook.Events,
        Secret = fields.Value("secret") is { } secret ? WebhookForm.ReadSecret(fields, "/secret", secret) : webhook.Secret,
        IsActive = fields.Flag("active") ?? webhook.IsActive,
    };

    private static Task AnswerAsync(HttpContext context, Webhook webhook)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, webhook, static (writer, told) => WebhookJson.Write(writer, told));
    }

    private static Guid Id(HttpContext context) => Guid.TryParse(Requests.Word(context, "id"), out var id) ? id : throw None(context);

    private static ServerRefusal None(HttpContext context)
        => new(RefusalKind.Missing, "unknown_webhook", string.Create(CultureInfo.InvariantCulture, $"There is no webhook {Core.Sentences.Shown.Name(Requests.Word(context, "id"))}. It may have been removed."));

    private void CheckUrl(Uri url)
    {
        if (connect.Refusal(url) is { } sentence)
        {
            throw Requests.Refusal([new Fault("webhook_refused", sentence) { Field = "/url" }], "webhook_refused", RefusalKind.Meaningless);
        }
    }
}
