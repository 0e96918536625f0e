using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Jobs;

namespace MySpinBot.Server.Rest.Batches;

/// <summary>A batch as it is told.</summary>
internal static class BatchJson
{
    private static readonly JobState[] States = Enum.GetValues<JobState>();

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="standing">The batch and how far it has come.</param>
    /// <param name="jobs">The ids of its jobs; null where nobody asked.</param>
    public static void Write(Utf8JsonWriter writer, BatchStanding standing, IReadOnlyList<Guid>? jobs = null)
    {
        var batch = standing.Batch;
        writer.WriteStartObject();
        writer.WriteString("id"u8, batch.Id);
        if (batch.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("state"u8, Word(standing));
        writer.WriteString("accepted_at"u8, batch.AcceptedAt.UtcDateTime);
        writer.WriteNumber("jobs"u8, batch.Jobs);
        WriteCounts(writer, standing);
        writer.WriteNumber("progress"u8, Math.Round(1 - (standing.Unfinished / (double)batch.Jobs), 4));
        if (jobs is not null)
        {
            writer.WriteStartArray("job_ids"u8);
            foreach (var id in jobs)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
        }

        var self = Addresses.Batch(batch.Id);
        writer.WriteStartObject("links"u8);
        writer.WriteString("self"u8, self);
        writer.WriteString("jobs"u8, $"{Addresses.Jobs}?batch={batch.Id:D}");
        writer.WriteString("cancel"u8, $"{self}/cancel");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Word(BatchStanding standing) => standing.Unfinished == 0 ? "ended" : standing.In(JobState.Queued) == standing.Batch.Jobs ? "queued" : "running";

    private static void WriteCounts(Utf8JsonWriter writer, BatchStanding standing)
    {
        writer.WriteStartObject("counts"u8);
        foreach (var state in States)
        {
            writer.WriteNumber(JobJson.Word(state), standing.In(state));
        }

        writer.WriteNumber("forgotten"u8, Math.Max(0, standing.Batch.Jobs - standing.Counts.Sum(count => count.Jobs)));
        writer.WriteEndObject();
    }
}
