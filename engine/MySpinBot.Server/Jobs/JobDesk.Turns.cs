using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Forecasting;
using MySpinBot.Server.Jobs.Live;

namespace MySpinBot.Server.Jobs;

// How jobs get to the worker.
public sealed partial class JobDesk
{
    /// <summary>Gives turns while there are slots, a worker, and jobs that wait.</summary>
    private void GiveTurns()
    {
        while (TakeNext() is { } job && Start(job))
        {
        }
    }

    private LiveJob? TakeNext()
    {
        lock (_gate)
        {
            if (!_hasBegun || _isStopping || _isDraining || _isPaused || _isRemoving || !_isReady || _slots >= _options.JobsAtOnce || _writer.IsBlocked || _queue.Take() is not { } next)
            {
                return null;
            }

            var job = _live[next.Id];
            job.Phase = LivePhase.Starting;
            _slots++;
            _running.Add(job);
            return job;
        }
    }

    // Whether the next may be started too.
    private bool Start(LiveJob job)
    {
        JobContent? content;
        try
        {
            content = job.Content ?? _contents.Read(job.Id);
        }
        catch (JsonException)
        {
            content = null;
        }

        // Whatever else keeps it from being read, the job is there and the thread has others to see to.
#pragma warning disable CA1031
        catch (Exception fault)
        {
            _options.Report($"Job {job.Id} cannot be begun: {fault.Message}");
            Write(job, () => PutBack(job));
            _ = TryAgainAsync();
            return false;
        }
#pragma warning restore CA1031

        if (content is null)
        {
            Write(job, () => End(job, JobState.Failed, "What was handed in with this job cannot be read any more; hand it in again."));
            return true;
        }

        var shape = job.Shape == 0 ? GraphShape.Of(content.Document.Span) : job.Shape;
        var isBegun = Begin(job, shape, out var seen, out var write);
        var isSent = isBegun && _workers.TrySend(new StartJob(job.Id, content.Terms, job.Suspects), content.Document);
        if (write)
        {
            _writer.Write(job);
        }

        if (isSent)
        {
            Sent(job);
            TellQueueChanged();
        }
        else if (isBegun)
        {
            NotSent(job, seen);
        }

        return true;
    }

    // What the worker says of the job comes behind this in its line, however soon it comes.
    private bool Begin(LiveJob job, ulong shape, out (int Arrivals, int Losses) seen, out bool write)
    {
        lock (_gate)
        {
            seen = (_arrivals, _losses);
            if (job.CancelReason is { } reason)
            {
                write = End(job, JobState.Cancelled, reason);
                return false;
            }

            _contents.Drop(job);
            (job.Phase, job.IsSent, job.Shape, job.BegunAt) = (LivePhase.Running, false, shape, _options.Time.GetTimestamp());
            job.Events++;
            var now = Now;
            write = _writer.Put(job, new UnstoredStep(new JobBegun(now)).Telling(Json(new JobBegan(now, job.Now.Attempts + 1))));
            return true;
        }
    }

    private void Sent(LiveJob job)
    {
        lock (_gate)
        {
            job.IsSent = job.Phase == LivePhase.Running;
            if (!job.IsSent || job.CancelReason is null)
            {
                return;
            }
        }

        // It was cancelled while it was on its way.
        Stop(job);
    }

    // No worker took it. There will be word when there is another, unless there has been already.
    private void NotSent(LiveJob job, (int Arrivals, int Losses) seen) => Write(job, () =>
    {
        _isReady &= seen.Arrivals != _arrivals;

        // What was begun before a loss went back with it, and may have had its next turn since.
        return seen.Losses == _losses && PutBack(job);
    });

    /// <summary>Tells the worker to stop a job. One that does not say in good time that it has ended is of no use any more, whatever keeps it.</summary>
    private void Stop(LiveJob job)
    {
        _workers.TrySend(new CancelJob(job.Id), default);
        _ = InsistAsync(job);
    }

    private async Task InsistAsync(LiveJob job)
    {
        var (losses, begun) = (Volatile.Read(ref _losses), job.BegunAt);
        await Task.Delay(_options.Grace + _options.WorkerPatience.Answer, _options.Time);
        lock (_gate)
        {
            if (job.Phase != LivePhase.Running || job.BegunAt != begun)
            {
                return;
            }
        }

        Replace(losses, "a job that was told to stop did not end");
    }

    private async Task TryAgainAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1), _options.Time);
        GiveTurns();
    }

    // Under the gate.
    private bool PutBack(LiveJob job)
    {
        if (job.Phase is not (LivePhase.Starting or LivePhase.Running))
        {
            return false;
        }

        var write = job.Phase == LivePhase.Running && _writer.Put(job, new UnstoredStep(new JobReturned(CountsAttempt: false)));
        LeaveSlot(job);
        return Queue(job, returned: true) || write;
    }

    // Under the gate. Once: whatever comes of it then, it has no slot.
    private void LeaveSlot(LiveJob job)
    {
        job.Phase = LivePhase.Waiting;
        _slots--;
        _running.Remove(job);
        _queue.Ended(job.Id);
    }

    // Does something under the gate that may leave steps to store, and sees to them.
    private void Write(LiveJob job, Func<bool> change)
    {
        bool write;
        lock (_gate)
        {
            write = change();
        }

        if (write)
        {
            _writer.Write(job);
        }
    }
}
