using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs.Telling;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

// How the ends of jobs are waited for.
public sealed partial class JobDesk
{
    private readonly JobEnds _ends = new();

    /// <summary>Waits until a job has ended, and that is on disk.</summary>
    /// <param name="id">The job.</param>
    /// <param name="most">How long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The job as it ended; null where it has not, or there is none.</returns>
    public async Task<Job?> WhenEndedAsync(Guid id, TimeSpan most, CancellationToken cancellation)
    {
        using var wait = _ends.Enter(id);

        // Whoever looks after he has come in misses nothing: an end is told after it is stored.
        var job = _store.Reader.Find(id);
        if (job is null || job.State.IsEnd())
        {
            return job;
        }

        try
        {
            await wait.Ended.WaitAsync(most, _options.Time, cancellation);
        }
        catch (TimeoutException)
        {
            return null;
        }

        return _store.Reader.Find(id) is { } ended && ended.State.IsEnd() ? ended : null;
    }

    /// <summary>What is stored.</summary>
    internal JobReader Reader => _store.Reader;

    /// <summary>What became of a job's nodes, read from the events that it has as it is.</summary>
    internal JobRecord Record(Job job) => _records.Of(job);
}
