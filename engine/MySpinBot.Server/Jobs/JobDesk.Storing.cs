using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Storage;

namespace MySpinBot.Server.Jobs;

// What follows when something of a job is on disk.
public sealed partial class JobDesk
{
    private static readonly TimeSpan KeepTimesEvery = TimeSpan.FromMinutes(5);

    private long _timesKeptAt;

    void IStepReader.Stored(LiveJob job, UnstoredStep step, JobStepResult result)
    {
        if (!result.Applied)
        {
            Refused(job, step, result);
            return;
        }

        switch (step.Change)
        {
            case JobEnded:
                _names.Remove(job.Id);
                Close(job);
                break;
            case JobMoved:
                lock (_gate)
                {
                    if (job.Phase == LivePhase.Waiting)
                    {
                        _queue.Move(job.Now);
                    }
                }

                break;
            case JobRetried:
                _live[job.Id] = job;
                Interlocked.Increment(ref _unfinished);
                break;
        }
    }

    void IStepReader.Tell(LiveJob job, IReadOnlyList<JobNews> news)
    {
        if (_sweep.IsLooking)
        {
            foreach (var stored in news.OfType<StoredNews>())
            {
                _sweep.Hear(stored.Json.Span);
            }
        }

        Feeds.Publish(job.Now, news);
    }

    void IStepReader.Told(LiveJob job, UnstoredStep step, JobStepResult result)
    {
        if (job.Phase == LivePhase.Ended)
        {
            TaskCompletionSource? gone;
            lock (_gate)
            {
                _live.TryRemove(new KeyValuePair<Guid, LiveJob>(job.Id, job));
                gone = job.Gone;
            }

            gone?.TrySetResult();
            _ends.Tell(job.Id);
            TellQueueChanged();
            KeepTimesNowAndThen();
        }
        else if (result.Applied && step.Change is JobRetried)
        {
            Welcome(job);
        }
        else if (result.Applied && step.Change is JobMoved)
        {
            TellQueueChanged();
        }
    }

    void IStepReader.CanStore() => GiveTurns();

    private void Close(LiveJob job)
    {
        lock (_gate)
        {
            if (job.Phase == LivePhase.Ended || !_live.TryGetValue(job.Id, out var live) || live != job)
            {
                return;
            }

            if (job.Phase is LivePhase.Starting or LivePhase.Running)
            {
                LeaveSlot(job);
            }

            job.Phase = LivePhase.Ended;
            _running.Remove(job);
            _queue.Remove(job.Id);
            _contents.Drop(job);
        }

        Interlocked.Decrement(ref _unfinished);
    }

    // A step that somebody asked for may come too late; one of ours may not, unless the database was changed by other hands.
    private void Refused(LiveJob job, UnstoredStep step, JobStepResult result)
    {
        if (step.Asked is null)
        {
            _options.Report(result.Job is null
                ? $"Job {job.Id} is not in the database any more, so nothing more becomes of it."
                : $"Job {job.Id} is {result.Job.State} in the database, which does not fit what became of it: {step.Change?.GetType().Name}.");
        }

        if (result.Job is null || result.Job.State.IsEnd())
        {
            if (step.Asked is null)
            {
                _workers.TrySend(new CancelJob(job.Id), default);
            }

            Close(job);
        }
    }

    private void KeepTimesNowAndThen()
    {
        var last = Volatile.Read(ref _timesKeptAt);
        if (_options.Time.GetElapsedTime(last) > KeepTimesEvery && Interlocked.CompareExchange(ref _timesKeptAt, _options.Time.GetTimestamp(), last) == last)
        {
            _ = KeepTimesAsync();
        }
    }

    private async Task KeepTimesAsync()
    {
        byte[] times;
        lock (_gate)
        {
            times = _times.Write();
        }

        try
        {
            await _store.SettingAsync(TimesSetting, times);
        }
        catch (Exception fault) when (fault is StorageFault or ObjectDisposedException)
        {
            // They will be learnt again.
        }
    }
}
