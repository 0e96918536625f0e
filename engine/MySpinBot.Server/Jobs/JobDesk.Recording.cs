using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

// What runs rested on.
public sealed partial class JobDesk
{
    // The manifest stands behind the run's end; behind it comes the job's.
    private const int FirstLook = 8;
    private const int Page = 1024;

    /// <summary>The manifest of a job's latest run that came to an end; null where there is none yet.</summary>
    public RecordedManifest? ManifestOf(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        for (var (until, look) = (job.LastEvent, FirstLook); until > 0; until -= look, look = Page)
        {
            var events = _store.Reader.Events(job.Id, Math.Max(0, until - look), (int)Math.Min(look, until));
            for (var i = events.Length - 1; i >= 0; i--)
            {
                if (RecordedManifest.Read(events[i].Json) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}

/// <summary>A manifest as it is stored: its JSON, or the artifact that it was kept as.</summary>
/// <param name="Json">The manifest; null where it is an artifact.</param>
/// <param name="Kept">The artifact.</param>
public sealed record RecordedManifest(ReadOnlyMemory<byte>? Json, ArtifactReference? Kept)
{
    private static ReadOnlySpan<byte> Start => "{\"event\":\"run_recorded\","u8;

    /// <summary>Whether an event is one that tells a manifest.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> json) => json.StartsWith(Start);

    internal static RecordedManifest? Read(ReadOnlyMemory<byte> json)
    {
        if (!IsIn(json.Span))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isManifest, isKept) = (reader.ValueTextEquals("manifest"u8), reader.ValueTextEquals("kept"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = json[start..(int)reader.BytesConsumed];
            if (isManifest)
            {
                return new RecordedManifest(value, null);
            }

            if (isKept)
            {
                return new RecordedManifest(null, JsonSerializer.Deserialize<ArtifactReference>(value.Span, MessageJson.Options));
            }
        }

        return null;
    }
}
