using MySpinBot.Core.Jobs;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>Stores what becomes of jobs, each job's steps one after the other, and has it told once it is stored. What cannot be stored is tried again until it can:
/// meanwhile nothing of it is told, and nothing new is to begin.</summary>
internal sealed class StepWriter : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly JobStore _store;
    private readonly ServerOptions _options;
    private readonly IStepReader _reader;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private long _held;
    private int _lines, _failing;

    /// <summary>A writer that tells a reader what became of what it stored.</summary>
    public StepWriter(JobStore store, ServerOptions options, IStepReader reader)
    {
        (_store, _options, _reader) = (store, options, reader);
        _stopped = _stop.Token;
    }

    /// <summary>Whether something cannot be stored just now.</summary>
    public bool IsBlocked => Volatile.Read(ref _failing) > 0;

    /// <summary>Bytes of events that wait to be stored.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    /// <summary>Has a step stored.</summary>
    /// <returns>Whether the caller has to call <see cref="Write"/>, outside of his locks.</returns>
    public bool Put(LiveJob job, UnstoredStep step)
    {
        Interlocked.Add(ref _held, step.Bytes);
        return job.Steps.Put(step);
    }

    /// <summary>Lets go of events that were not stored.</summary>
    public void Drop(LiveJob job) => Interlocked.Add(ref _held, -job.Steps.DropEvents());

    /// <summary>Sees to a job's steps until none waits.</summary>
    public void Write(LiveJob job)
    {
        lock (_gate)
        {
            _lines++;
        }

        _ = WriteAllAsync(job);
    }

    /// <summary>Waits until nothing waits to be stored, but not longer than so long.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        Task idle;
        lock (_gate)
        {
            idle = _lines == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(idle, Task.Delay(patience));
        await _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();

    private async Task WriteAllAsync(LiveJob job)
    {
        try
        {
            while (job.Steps.Next() is { } step)
            {
                if (await StoreAsync(job, step) is { } result)
                {
                    Tell(job, step, result);
                }
                else if (step.Asked is null)
                {
                    return; // The server stops; the job runs again when it is back.
                }
            }
        }

        // Nobody waits for this: a bug in it must be heard of, and the job is still on disk.
#pragma warning disable CA1031
        catch (Exception bug)
        {
            _options.Report($"What became of job {job.Id} was not told to the end, which is a mistake in MySpinBot: {bug}");
        }
#pragma warning restore CA1031
        finally
        {
            lock (_gate)
            {
                _lines--;
                if (_lines == 0)
                {
                    _idle?.TrySetResult();
                }
            }
        }
    }

    private void Tell(LiveJob job, UnstoredStep step, JobStepResult result)
    {
        if (result.Job is { } stored)
        {
            job.Steps.Stored(stored);
        }

        _reader.Stored(job, step, result);
        if (result.Applied && !step.Events.IsEmpty)
        {
            _reader.Tell(job, StoredNewsOf(job.Id, step, result));
        }

        while (job.Steps.Behind(step) is { } passing)
        {
            _reader.Tell(job, passing);
        }

        _reader.Told(job, step, result);
        step.Then?.Invoke();
        step.Asked?.TrySetResult(result);
    }

    private static StoredNews[] StoredNewsOf(Guid job, UnstoredStep step, JobStepResult result)
    {
        var events = step.Events;
        var news = new StoredNews[events.Length];
        for (var i = 0; i < news.Length; i++)
        {
            news[i] = new StoredNews(job, result.FirstEvent + i, events[i]);
        }

        return news;
    }

    private async Task<JobStepResult?> StoreAsync(LiveJob job, UnstoredStep step)
    {
        var sent = new JobStep(job.Id, step.Change, step.Events);
        var pause = FirstPause;
        var hasFailed = false;
        try
        {
            while (true)
            {
                var (result, fault) = await TryStoreAsync(sent);
                if (result is not null)
                {
                    return result;
                }

                if (step.Asked is { } asked)
                {
                    job.Steps.Refused();
                    asked.TrySetException(fault!);
                    return null;
                }

                if (fault is ObjectDisposedException)
                {
                    return null;
                }

                if (!hasFailed)
                {
                    hasFailed = true;
                    Failed(fault!);
                }

                await Task.Delay(pause, _options.Time, _stopped);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            Interlocked.Add(ref _held, -step.Bytes);
            if (hasFailed && Interlocked.Decrement(ref _failing) == 0 && !_stopped.IsCancellationRequested)
            {
                _options.Report("Jobs can be stored again.");
                _reader.CanStore();
            }
        }
    }

    private void Failed(Exception fault)
    {
        if (Interlocked.Increment(ref _failing) == 1)
        {
            _options.Report($"What becomes of jobs cannot be stored: {fault.Message} What runs goes on, nothing new begins, and it is tried again.");
        }
    }

    private async Task<(JobStepResult? Result, Exception? Fault)> TryStoreAsync(JobStep step)
    {
        try
        {
            return (await _store.StepAsync(step), null);
        }

        // Whatever the reason, the step is not stored: it is tried again, and the first reason is reported.
#pragma warning disable CA1031
        catch (Exception fault)
        {
            return (null, fault);
        }
#pragma warning restore CA1031
    }
}

/// <summary>Hears what became of steps, on any thread, each job's in order.</summary>
internal interface IStepReader
{
    /// <summary>A step is on disk, or was refused; nobody was told yet.</summary>
    void Stored(LiveJob job, UnstoredStep step, JobStepResult result);

    /// <summary>There is something to tell of a job.</summary>
    void Tell(LiveJob job, IReadOnlyList<JobNews> news);

    /// <summary>All of a step was told.</summary>
    void Told(LiveJob job, UnstoredStep step, JobStepResult result);

    /// <summary>What could not be stored is.</summary>
    void CanStore();
}
