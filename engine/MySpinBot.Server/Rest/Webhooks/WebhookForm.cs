using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Webhooks;

namespace MySpinBot.Server.Rest.Webhooks;

/// <summary>Reads whom to call, of what, and with which secret.</summary>
internal static class WebhookForm
{
    /// <summary>The longest address.</summary>
    public const int LongestUrl = 2_000;

    private static readonly string[] KnownFields = ["url", "events", "secret"];

    /// <summary>What can be called of, by its name.</summary>
    public static IReadOnlyDictionary<string, WebhookEvents> Events { get; } = new Dictionary<string, WebhookEvents>(StringComparer.Ordinal)
    {
        ["job.queued"] = WebhookEvents.Queued,
        ["job.running"] = WebhookEvents.Running,
        ["job.succeeded"] = WebhookEvents.Succeeded,
        ["job.failed"] = WebhookEvents.Failed,
        ["job.cancelled"] = WebhookEvents.Cancelled,
    };

    /// <summary>Whom to call for one job; null where what is said is wrong.</summary>
    public static JobWebhook? ReadOfJob(BodyFields fields, JsonElement given)
    {
        Uri? url = null;
        ReadOnlyMemory<byte>? secret = null;
        var events = WebhookEvents.Ends;
        foreach (var field in given.EnumerateObject().TakeWhile(_ => fields.Faults.Count < BodyFields.MostFaults))
        {
            var pointer = $"/webhook/{field.Name}";
            switch (field.Name)
            {
                case "url":
                    url = ReadUrl(fields, pointer, field.Value);
                    break;
                case "events":
                    events = ReadEvents(fields, pointer, field.Value);
                    break;
                case "secret":
                    secret = ReadSecret(fields, pointer, field.Value);
                    break;
                default:
                    fields.Faults.Add(new Fault("unknown_field", $"A webhook has no field {Shown.Name(field.Name)}; it has {Shown.Names(KnownFields)}.{new NearestNames().Ask(field.Name, KnownFields)}") { Field = pointer });
                    break;
            }
        }

        if (url is null && fields.Faults.Count == 0)
        {
            fields.Faults.Add(new Fault("missing_field", "Field '/webhook/url' is missing; it says where to call.") { Field = "/webhook/url" });
        }

        return url is null ? null : new JobWebhook(url, events, secret);
    }

    /// <summary>An address of the web; null where it is none.</summary>
    public static Uri? ReadUrl(BodyFields fields, string pointer, JsonElement given)
        => given.ValueKind == JsonValueKind.String && Shown.Text(given) is { Length: <= LongestUrl } text && IsUrl(text, out var url) ? url
            : fields.Wrong<Uri?>(pointer, given, $"an address that begins with http:// or https://, without a name and password in it, of at most {LongestUrl} characters", null);

    /// <summary>What to call of.</summary>
    public static WebhookEvents ReadEvents(BodyFields fields, string pointer, JsonElement given)
    {
        var found = WebhookEvents.None;
        if (given.ValueKind == JsonValueKind.Array && given.GetArrayLength() is > 0 and <= 32)
        {
            foreach (var each in given.EnumerateArray())
            {
                if (each.ValueKind != JsonValueKind.String || Shown.Text(each) is not { } name || !Events.TryGetValue(name, out var one))
                {
                    return fields.Wrong(pointer, each, $"a list of some of {string.Join(", ", Events.Keys)}", WebhookEvents.Ends);
                }

                found |= one;
            }

            return found;
        }

        return fields.Wrong(pointer, given, $"a list of some of {string.Join(", ", Events.Keys)}", WebhookEvents.Ends);
    }

    /// <summary>A secret. What is wrong with it is said without saying it.</summary>
    public static ReadOnlyMemory<byte>? ReadSecret(BodyFields fields, string pointer, JsonElement given)
    {
        if (given.ValueKind == JsonValueKind.String && Shown.Text(given) is { Length: <= 200 } text && WebhookSignature.Read(text) is { } secret)
        {
            return new ReadOnlyMemory<byte>(secret);
        }

        var wanted = $"{WebhookSignature.Prefix} and then {WebhookSignature.Least} to {WebhookSignature.Most} bytes in base64";
        fields.Faults.Add(new Fault("bad_field", $"Field {Shown.Name(pointer)} is no secret; it must be {wanted}.") { Field = pointer, Expected = wanted });
        return null;
    }

    private static bool IsUrl(string text, out Uri? url)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out url) && (url.Scheme is "http" or "https") && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && url.IdnHost.Length > 0 && url.AbsoluteUri.Length <= LongestUrl;
        }
        catch (UriFormatException)
        {
            url = null; // a name that cannot be written in ASCII is found out only when it is asked for
            return false;
        }
    }
}
