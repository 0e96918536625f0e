using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Records;

/// <summary>Records of jobs, read from their events. Those of jobs that have ended are kept while there is room. Safe from any thread.</summary>
internal sealed class JobRecords(JobReader reader)
{
    private const int Page = 1024;
    private const int Most = 2_000;
    private const long MostBytes = 8 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _latest = [];
    private long _bytes;

    /// <summary>The record of a job as it is.</summary>
    public JobRecord Of(Job job)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(job.Id, out var found) && found.Value.Record.Job is { } known && known.LastEvent == job.LastEvent && known.State == job.State)
            {
                _latest.Remove(found);
                _latest.AddFirst(found);
                return found.Value.Record with { Job = job };
            }
        }

        var (record, bytes) = Read(job);
        if (job.State.IsEnd() && bytes < MostBytes / 8)
        {
            Keep(record, bytes);
        }

        return record;
    }

    /// <summary>Lets go of a job's record.</summary>
    public void Forget(Guid id)
    {
        lock (_gate)
        {
            if (_kept.Remove(id, out var kept))
            {
                _latest.Remove(kept);
                _bytes -= kept.Value.Bytes;
            }
        }
    }

    private (JobRecord Record, long Bytes) Read(Job job)
    {
        var replay = new JobReplay();
        var (after, bytes) = (0L, 0L);
        while (reader.Events(job.Id, after, Page) is { IsEmpty: false } page)
        {
            foreach (var stored in page)
            {
                replay.Take(stored.Json.Span);
                bytes += stored.Json.Length;
            }

            after = page[^1].Number;
            if (page.Length < Page)
            {
                break;
            }
        }

        return (replay.RecordOf(job), bytes);
    }

    private void Keep(JobRecord record, long bytes)
    {
        Forget(record.Job.Id);
        lock (_gate)
        {
            if (!_kept.TryAdd(record.Job.Id, _latest.AddFirst(new Kept(record, bytes))))
            {
                _latest.RemoveFirst(); // Somebody else was faster.
                return;
            }

            _bytes += bytes;
            while (_latest.Last is { } oldest && (_bytes > MostBytes || _latest.Count > Most))
            {
                _latest.RemoveLast();
                _kept.Remove(oldest.Value.Record.Job.Id);
                _bytes -= oldest.Value.Bytes;
            }
        }
    }

    private sealed record Kept(JobRecord Record, long Bytes);
}
