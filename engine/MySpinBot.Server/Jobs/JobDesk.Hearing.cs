using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Jobs;

// What workers say of jobs.
public sealed partial class JobDesk
{
    // Beyond this, a job that tells faster than can be stored is given up for now and runs again.
    private const long MostHeldBytes = 128 << 20;

    /// <summary>A new worker takes jobs.</summary>
    public void WorkerReady()
    {
        lock (_gate)
        {
            _isReady = true;
            _arrivals++;
        }

        GiveTurns();
    }

    /// <summary>A job's kept events, and its end.</summary>
    public void JobTold(JobTold told, ReadOnlyMemory<byte> events)
    {
        ArgumentNullException.ThrowIfNull(told);
        if (!_live.TryGetValue(told.Job, out var job))
        {
            return;
        }

        bool write = false, stop = false;
        lock (_gate)
        {
            if (job.Phase != LivePhase.Running)
            {
                return;
            }

            if (!events.IsEmpty && !job.IsGivenUp && job.FailReason is null)
            {
                (write, stop) = Take(job, events);
            }

            if (told.End is { } end)
            {
                stop = false;
                write |= Finish(job, end);
            }
        }

        if (write)
        {
            _writer.Write(job);
        }

        if (stop)
        {
            Stop(job);
        }

        if (told.End is not null)
        {
            GiveTurns();
        }
    }

    /// <summary>A transient event of a job.</summary>
    public void JobPassed(JobPassed passed, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(passed);
        if (_live.TryGetValue(passed.Job, out var job))
        {
            Pass(job, Passing.Of(passed, json));
        }
    }

    /// <summary>A picture of a job's work.</summary>
    public void JobPreviewed(JobPreviewed previewed, ReadOnlyMemory<byte> jpeg)
    {
        ArgumentNullException.ThrowIfNull(previewed);
        if (_live.TryGetValue(previewed.Job, out var job))
        {
            Pass(job, Feeds.Numbered(previewed.Job, previewed.NodeId, jpeg));
        }
    }

    /// <summary>The worker is gone with all it had. Whatever it said was told before.</summary>
    public void WorkerLost(WorkerLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var write = new List<LiveJob>();
        lock (_gate)
        {
            _isReady = false;
            _losses++;
            if (_isStopping)
            {
                return; // What runs is taken up again after the next start, and nobody's attempt is counted.
            }

            foreach (var job in _running.Where(job => job.Phase == LivePhase.Running).ToList())
            {
                if (Lose(job, loss))
                {
                    write.Add(job);
                }
            }
        }

        write.ForEach(_writer.Write);
        TellQueueChanged();
    }

    // What is told of a node comes behind what is being stored of the job.
    private void Pass(LiveJob job, JobNews news)
    {
        if (job.Phase == LivePhase.Running && !job.Steps.TryPass(news))
        {
            Feeds.Publish(job.Now, [news]);
        }
    }

    private (bool Write, bool Stop) Take(LiveJob job, ReadOnlyMemory<byte> lines)
    {
        var step = new UnstoredStep(null);
        foreach (var range in lines.Span.Split((byte)'\n'))
        {
            var line = lines[range];
            if (line.IsEmpty)
            {
                continue;
            }

            job.Events++;
            if (job.Events >= _options.Limits.EventsOfAJob)
            {
                job.FailReason = $"The job told more than {_options.Limits.EventsOfAJob} events, which is more than are kept; split it into smaller ones.";
                return (_writer.Put(job, step), true);
            }

            step.Telling(line);
            job.Suspects = job.Suspects.IsEmpty ? job.Suspects : WorkerDeath.Cleared(job.Suspects, line);
        }

        if (_writer.HeldBytes + step.Bytes > MostHeldBytes)
        {
            job.IsGivenUp = true;
            _writer.Drop(job);
            return (false, true);
        }

        return (_writer.Put(job, step), false);
    }

    private bool Finish(LiveJob job, JobEnd end)
    {
        if (job.IsGivenUp)
        {
            // However it ended, what it told is not all there.
            return job.CancelReason is { } unwanted ? End(job, JobState.Cancelled, unwanted, end) : Return(job, Parted(new UnstoredStep(new JobReturned(CountsAttempt: false, job.Suspects)), end));
        }

        if (end.Outcome == RunOutcome.Succeeded && job.FailReason is null)
        {
            _times.Learn(job.Shape, _options.Time.GetElapsedTime(job.BegunAt).TotalSeconds);
            return End(job, JobState.Succeeded, null);
        }

        if (end.Outcome == RunOutcome.Cancelled && job.CancelReason is null && job.FailReason is null && _isStopping)
        {
            return false; // It was stopped with the server, and goes on after the next start.
        }

        var isCancelled = end.Outcome == RunOutcome.Cancelled && job.FailReason is null;
        var reason = job.FailReason ?? (isCancelled ? job.CancelReason : null) ?? end.Reason ?? (isCancelled ? "The worker stopped it." : "It failed, and the worker did not say why.");
        return End(job, isCancelled ? JobState.Cancelled : JobState.Failed, reason, end);
    }

    private bool Lose(LiveJob job, WorkerLoss loss)
    {
        var now = Now;
        var change = job switch
        {
            { CancelReason: { } reason } => new JobEnded(JobState.Cancelled, now, reason),
            { FailReason: { } reason } => new JobEnded(JobState.Failed, now, reason),
            { IsGivenUp: true } => new JobReturned(CountsAttempt: false, job.Suspects),
            _ => WorkerDeath.After(job, loss, now),
        };
        var told = Json(new WorkerLost(now, $"The worker {loss.Sentence}.", loss.IsAccident ? WorkerDeath.Own(job, loss) : []));
        job.Events++;
        if (change is JobEnded end)
        {
            return _writer.Put(job, new UnstoredStep(null).Telling(told)) | End(job, end.State, end.Reason);
        }

        return Return(job, new UnstoredStep(change).Telling(told));
    }

    private bool Return(LiveJob job, UnstoredStep step)
    {
        var write = _writer.Put(job, step);
        job.IsGivenUp = false;
        LeaveSlot(job);
        return Queue(job, returned: true) || write;
    }

    // Under the gate: how it ends is known, and the slot is the next one's. Nobody is told before it is stored.
    private bool End(LiveJob job, JobState state, string? reason, JobEnd? end = null)
    {
        if (job.Phase is LivePhase.Starting or LivePhase.Running)
        {
            _slots--;
            _queue.Ended(job.Id);
        }

        job.Phase = LivePhase.Ending;
        _contents.Drop(job);
        var now = Now;
        var step = new UnstoredStep(new JobEnded(state, now, reason)).Telling(Json(new JobFinished(now, state, reason, end?.Problems)));
        return _writer.Put(job, Parted(step, end));
    }

    // Under the gate: what a job has left behind in its worker goes with that.
    private UnstoredStep Parted(UnstoredStep step, JobEnd? end)
    {
        var losses = _losses;
        return end is { LeftBehind: true } ? step.Doing(() => Replace(losses, "a step that was told to stop did not")) : step;
    }

    // Where that worker is gone already, the next one is not to suffer for it.
    private void Replace(int losses, string why)
    {
        lock (_gate)
        {
            if (losses != _losses || _isStopping)
            {
                return;
            }
        }

        _workers.Replace(why);
    }
}
