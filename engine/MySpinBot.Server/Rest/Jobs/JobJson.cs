using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Results;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>A job as it is told: what is known of it, and where the rest stands.</summary>
internal static class JobJson
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="job">The job.</param>
    /// <param name="place">Where it stands in the queue; null where it does not wait, or nobody asked.</param>
    /// <param name="progress">How far it has come; null where nobody asked.</param>
    /// <param name="record">What became of its nodes; null where nobody asked.</param>
    public static void Write(Utf8JsonWriter writer, Job job, JobPlace? place = null, JobProgress? progress = null, JobRecord? record = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, job.Id);
        if (job.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteString("state"u8, Word(job.State));
        writer.WriteNumber("priority"u8, job.Priority);
        writer.WriteNumber("attempts"u8, job.Attempts);
        writer.WriteString("accepted_at"u8, job.AcceptedAt.UtcDateTime);
        WriteTime(writer, "started_at"u8, job.StartedAt);
        WriteTime(writer, "ended_at"u8, job.EndedAt);
        writer.WriteNumber("last_event"u8, job.LastEvent);
        if (job.Reason is { } reason)
        {
            writer.WriteString("reason"u8, reason);
        }

        WriteNotes(writer, job);
        WritePlace(writer, place);
        progress?.WriteTo(writer);
        WriteResults(writer, record);
        WriteLinks(writer, job.Id);
        writer.WriteEndObject();
    }

    /// <summary>What a state is called.</summary>
    public static string Word(JobState state) => state switch
    {
        JobState.Queued => "queued",
        JobState.Running => "running",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        _ => "cancelled",
    };

    /// <summary>Writes where a job stands, as fields of the job.</summary>
    public static void WritePlace(Utf8JsonWriter writer, JobPlace? place)
    {
        if (place is null)
        {
            return;
        }

        writer.WriteNumber("position"u8, place.Position);
        WriteSeconds(writer, "starts_in_seconds"u8, place.StartsIn);
        WriteSeconds(writer, "ends_in_seconds"u8, place.EndsIn);
    }

    private static void WriteNotes(Utf8JsonWriter writer, Job job)
    {
        if (job.Labels is { } labels)
        {
            writer.WritePropertyName("labels"u8);
            writer.WriteRawValue(labels, skipInputValidation: true);
        }

        if (job.Batch is { } batch)
        {
            writer.WriteString("batch"u8, batch);
        }

        if (job.IsKept)
        {
            writer.WriteBoolean("kept"u8, true);
        }
    }

    private static void WriteResults(Utf8JsonWriter writer, JobRecord? record)
    {
        if (record is null)
        {
            return;
        }

        writer.WriteStartObject("results"u8);
        writer.WriteStartArray("nodes"u8);
        foreach (var node in record.Nodes)
        {
            ResultRoutes.WriteNode(writer, node);
        }

        writer.WriteEndArray();
        if (!record.Problems.IsDefaultOrEmpty)
        {
            Problem.WriteFaults(writer, "problems", [.. record.Problems.Select(Fault.Of)]);
        }

        writer.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan? time)
    {
        if (time is { } known)
        {
            writer.WriteNumber(name, Math.Round(Math.Max(0, known.TotalSeconds), 1));
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known.UtcDateTime);
        }
    }

    private static void WriteLinks(Utf8JsonWriter writer, Guid id)
    {
        var self = Addresses.Job(id);
        writer.WriteStartObject("links"u8);
        writer.WriteString("self"u8, self);
        writer.WriteString("events"u8, $"{self}/events");
        writer.WriteString("results"u8, $"{self}/results");
        writer.WriteString("graph"u8, $"{self}/graph");
        writer.WriteString("cancel"u8, $"{self}/cancel");
        writer.WriteEndObject();
    }
}
