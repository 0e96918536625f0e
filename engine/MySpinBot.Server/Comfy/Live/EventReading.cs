using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>Reads what is told of jobs: <see cref="RunEvent"/>s and <see cref="JobEvent"/>s stand in one log.</summary>
internal static class EventReading
{
    /// <summary>The event; null for one that is not known here, of a later version.</summary>
    public static object? Read(ReadOnlySpan<byte> json)
    {
        if (RecordedManifest.IsIn(json))
        {
            return null; // ComfyUI knows nothing of the kind
        }

        try
        {
            return IsOfJob(json)
                ? JsonSerializer.Deserialize<JobEvent>(json, MessageJson.Options)
                : JsonSerializer.Deserialize<RunEvent>(json, MessageJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOfJob(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("event"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String && (reader.ValueSpan.StartsWith("job_"u8) || reader.ValueTextEquals("worker_lost"u8));
    }
}
