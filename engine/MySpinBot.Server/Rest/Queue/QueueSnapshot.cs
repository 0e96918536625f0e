using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Jobs;

namespace MySpinBot.Server.Rest.Queue;

/// <summary>The queue as one owner sees it: his own jobs, at their places among all.</summary>
/// <param name="IsPaused">Whether no job has its turn for now.</param>
/// <param name="Running">His that run.</param>
/// <param name="Waiting">Some of his that wait, in the order of their turns.</param>
/// <param name="WaitingCount">How many of his wait.</param>
internal sealed record QueueSnapshot(bool IsPaused, ImmutableArray<Job> Running, ImmutableArray<(Job Job, int Position)> Waiting, int WaitingCount)
{
    /// <summary>The queue now.</summary>
    /// <param name="desk">Knows it.</param>
    /// <param name="owner">Who looks.</param>
    /// <param name="skipped">How many of his that wait are passed over.</param>
    /// <param name="most">How many of his that wait are named.</param>
    public static QueueSnapshot Of(JobDesk desk, string owner, int skipped, int most)
    {
        var waiting = ImmutableArray.CreateBuilder<(Job, int)>();
        var (position, own) = (0, 0);
        foreach (var job in desk.Waiting)
        {
            position++;
            if (string.Equals(job.Owner, owner, StringComparison.Ordinal) && ++own > skipped && waiting.Count < most)
            {
                waiting.Add((job, position));
            }
        }

        return new QueueSnapshot(desk.IsPaused, [.. desk.Running.Where(job => string.Equals(job.Owner, owner, StringComparison.Ordinal))], waiting.ToImmutable(), own);
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="next">Where more of it stands.</param>
    /// <param name="placeOf">Knows when jobs may have their turn; null for their positions alone.</param>
    public void WriteTo(Utf8JsonWriter writer, string? next = null, Func<Guid, JobPlace?>? placeOf = null)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("paused"u8, IsPaused);
        writer.WriteNumber("running_count"u8, Running.Length);
        writer.WriteNumber("waiting_count"u8, WaitingCount);
        writer.WriteStartArray("running"u8);
        foreach (var job in Running)
        {
            JobJson.Write(writer, job);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("waiting"u8);
        foreach (var (job, position) in Waiting)
        {
            JobJson.Write(writer, job, (placeOf?.Invoke(job.Id) ?? new JobPlace(position, null, null)) with { Position = position });
        }

        writer.WriteEndArray();
        if (next is not null)
        {
            writer.WriteString("next"u8, next);
        }

        writer.WriteEndObject();
    }
}
