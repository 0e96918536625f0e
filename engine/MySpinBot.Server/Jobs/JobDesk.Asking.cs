using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Live;

namespace MySpinBot.Server.Jobs;

// What people want done with jobs that are there.
public sealed partial class JobDesk
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(5);

    /// <summary>Cancels a job that waits or runs. One that waits has ended when the task completes; one that runs is told to stop, and ends when it does, with its worker if need be; it does not run again, though the server be started anew.</summary>
    /// <param name="id">The job.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <returns>Whether there was something to cancel.</returns>
    public async Task<bool> CancelAsync(Guid id, string reason)
    {
        if (!_live.TryGetValue(id, out var job))
        {
            return false;
        }

        bool isWaiting, isSent, write = false;
        UnstoredStep? wish = null;
        lock (_gate)
        {
            if (job.Phase is LivePhase.Ending or LivePhase.Ended)
            {
                return false;
            }

            isWaiting = job.Phase == LivePhase.Waiting && _queue.Remove(id);
            if (isWaiting)
            {
                job.Phase = LivePhase.Ending;
            }
            else if (job.CancelReason is null)
            {
                // In its line before its end: behind that, it could be tried again, and that is not meant.
                job.CancelReason = reason;
                wish = Asked(new JobUnwanted(reason));
                write = _writer.Put(job, wish);
            }

            isSent = job.IsSent && job.Phase == LivePhase.Running;
        }

        if (isSent)
        {
            // Where no worker takes it, the one that had the job is gone, and with the word of that the job ends.
            Stop(job);
        }

        if (write)
        {
            _writer.Write(job);
        }

        if (wish is not null)
        {
            await RememberAsync(wish);
        }

        return !isWaiting || await CancelWaitingAsync(job, reason);
    }

    // So that a server which starts anew does not run it again. It is told to stop whether that can be stored or not.
    private async Task RememberAsync(UnstoredStep wish)
    {
        try
        {
            await StoringAsync(() => wish.Asked!.Task).WaitAsync(_writer.IsBlocked ? TimeSpan.Zero : CancelPatience);
        }
        catch (Exception fault) when (fault is ServerRefusal or TimeoutException)
        {
            // The disk is full, or the server stops: then it ends with what its worker says of it.
        }
    }

    /// <summary>Gives a job that waits another place.</summary>
    /// <returns>The job; null where it does not wait.</returns>
    public async Task<Job?> MoveAsync(Guid id, int priority, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_number", "A job's number is to be finite.");
        }

        LiveJob? job;
        lock (_gate)
        {
            if (!_queue.Has(id) || !_live.TryGetValue(id, out job))
            {
                return null;
            }
        }

        var result = await AskAsync(job, Asked(new JobMoved(priority, number)));
        return result.Applied ? result.Job : null;
    }

    /// <summary>The number that puts a job in front of all that wait with this priority, or directly before or behind another.</summary>
    public double NumberFor(JobSpot spot, Guid? other)
    {
        lock (_gate)
        {
            var behind = spot is JobSpot.Behind or JobSpot.Back;
            return spot is JobSpot.Before or JobSpot.Behind && other is { } id && _queue.TryNumberBeside(id, behind, out var number) ? number.Value
                : behind ? _queue.NumberAtBack() : _queue.NumberAtFront();
        }
    }

    /// <summary>Removes a job that has ended, with its events; its artifacts may be collected then.</summary>
    public Task<bool> ForgetAsync(Guid id) => ForgetAsync(id, unlessKept: false);

    /// <summary>Removes a job that has ended.</summary>
    /// <param name="id">The job.</param>
    /// <param name="unlessKept">Whether one that is to stay does.</param>
    public async Task<bool> ForgetAsync(Guid id, bool unlessKept)
    {
        if (!await IsGoneAsync(id))
        {
            return false;
        }

        var result = await StoringAsync(() => _store.StepAsync(new JobStep(id, new JobForgotten(unlessKept), [])));
        if (result.Applied)
        {
            _records.Forget(id);
            Feeds.Forget(id);
            ForgetJournal(id);
            await WantSweepAsync();
        }

        return result.Applied;
    }

    // The output names that its calls had reserved.
    private void ForgetJournal(Guid id)
    {
        try
        {
            File.Delete(Path.Join(_options.DataFolder, "outputs", id.ToString()));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is a few lines that nobody reads any more.
        }
    }

    /// <summary>Stops giving turns, or goes on. Remembered over a restart.</summary>
    public async Task PauseAsync(bool paused)
    {
        await StoringAsync(async () =>
        {
            await _store.SettingAsync(PausedSetting, paused ? "1"u8.ToArray() : "0"u8.ToArray());
            return true;
        });
        lock (_gate)
        {
            _isPaused = paused;
        }

        TellQueueChanged();
        GiveTurns();
    }

    /// <summary>Where a job that waits stands; null where it does not wait.</summary>
    public JobPlace? PlaceOf(Guid id)
    {
        lock (_gate)
        {
            if (_queue.Before(id) is not { } before)
            {
                return null;
            }

            var ahead = _forecast.Ahead(before, _queue.Version, () => _queue.InOrder().Select(job => _live[job.Id].Shape));
            var own = _times.Of(_live[id].Shape);
            if (ahead is not { } seconds || own is not { } takes)
            {
                return new JobPlace(before + 1, null, null);
            }

            var starts = (seconds + LeftOfRunning()) / _options.JobsAtOnce;
            return new JobPlace(before + 1, TimeSpan.FromSeconds(starts), TimeSpan.FromSeconds(starts + takes));
        }
    }

    // With a free slot, nobody waits for those that run.
    private double LeftOfRunning()
    {
        if (_slots < _options.JobsAtOnce)
        {
            return 0;
        }

        var left = 0.0;
        foreach (var job in _running)
        {
            left += job.Phase == LivePhase.Running ? Math.Max(0, (_times.Of(job.Shape) ?? 0) - _options.Time.GetElapsedTime(job.BegunAt).TotalSeconds) : 0;
        }

        return left;
    }

    private async Task<bool> CancelWaitingAsync(LiveJob job, string reason)
    {
        var now = Now;
        try
        {
            var result = await AskAsync(job, Asked(new JobEnded(JobState.Cancelled, now, reason), Json(new JobFinished(now, JobState.Cancelled, reason))));
            return result.Applied;
        }
        catch
        {
            // It is not stored, whatever the reason, so it is not so.
            lock (_gate)
            {
                if (job.Phase == LivePhase.Ending)
                {
                    job.Phase = LivePhase.Waiting;
                    _queue.Add(job.Now, returned: job.Now.Attempts > 0);
                    job.Gone?.TrySetResult();
                    job.Gone = null;
                }
            }

            throw;
        }
    }
}
