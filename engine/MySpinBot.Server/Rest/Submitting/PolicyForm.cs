using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Reads how often and how long a step is tried.</summary>
internal static class PolicyForm
{
    private const int MostRetries = 10;

    private const double LongestBackoff = 3_600;

    private const double LongestTimeout = 30 * 86_400.0;

    private static readonly string[] Known = ["retries", "backoff_seconds", "timeout_seconds"];

    public static StepPolicy Read(BodyFields fields, string pointer, JsonElement given)
    {
        var policy = new StepPolicy();
        if (given.ValueKind != JsonValueKind.Object)
        {
            return fields.Wrong(pointer, given, "an object with retries, backoff_seconds or timeout_seconds", policy);
        }

        foreach (var field in given.EnumerateObject().TakeWhile(_ => fields.Faults.Count < BodyFields.MostFaults))
        {
            policy = Take(fields, $"{pointer}/{field.Name}", field, policy);
        }

        return policy;
    }

    private static StepPolicy Take(BodyFields fields, string pointer, JsonProperty field, StepPolicy policy)
    {
        switch (field.Name)
        {
            case "retries":
                return field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out var retries) && retries is >= 0 and <= MostRetries
                    ? policy with { Retries = retries }
                    : fields.Wrong(pointer, field.Value, $"a whole number from 0 to {MostRetries}", policy);
            case "backoff_seconds":
                return Seconds(field.Value) is { } backoff and >= 0 and <= LongestBackoff
                    ? policy with { BackoffSeconds = backoff }
                    : fields.Wrong(pointer, field.Value, $"a number from 0 to {LongestBackoff}", policy);
            case "timeout_seconds":
                return Seconds(field.Value) is { } timeout and > 0 and <= LongestTimeout
                    ? policy with { TimeoutSeconds = timeout }
                    : fields.Wrong(pointer, field.Value, $"a number above 0, and at most {LongestTimeout}", policy);
            default:
                fields.Faults.Add(new Fault("unknown_field", $"A policy has no field {Shown.Name(field.Name)}; it has {Shown.Names(Known)}.{new NearestNames().Ask(field.Name, Known)}") { Field = pointer });
                return policy;
        }
    }

    private static double? Seconds(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) ? seconds : null;
}
