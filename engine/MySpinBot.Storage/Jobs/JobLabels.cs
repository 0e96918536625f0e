using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Storage.Jobs;

/// <summary>Labels as they are stored with a job: a JSON object on one line, in the order of their names.</summary>
internal static class JobLabels
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Write(ImmutableSortedDictionary<string, string> labels) => labels.IsEmpty ? null : JsonSerializer.Serialize(labels, Plain);

    public static IReadOnlyDictionary<string, string> Read(string? labels) => labels is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(labels)!;
}
