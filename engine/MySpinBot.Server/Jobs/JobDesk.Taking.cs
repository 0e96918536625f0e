using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Tracing;
using MySpinBot.Storage;

namespace MySpinBot.Server.Jobs;

// How jobs come in.
public sealed partial class JobDesk
{
    /// <summary>Takes a job whose graph was checked.</summary>
    /// <exception cref="ServerRefusal">The queue is full, the disk is full, or the server is stopping.</exception>
    public async Task<Acceptance> SubmitAsync(JobSubmission submission, JobTerms terms)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(terms);
        if (submission.Number is { } number && !double.IsFinite(number))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_number", "A job's number is to be finite.");
        }

        Admission place;
        try
        {
            place = Admit();
        }
        catch (ServerRefusal full) when (full.Kind is RefusalKind.TooMany or RefusalKind.DiskFull && _store.Known(submission) is { } known)
        {
            return known; // It needs no room: it has it.
        }

        using var held = place;
        var told = Json(new JobQueued(Now, IncomingTrace.Current));
        var acceptance = await StoringAsync(() => _store.AcceptAsync(submission with { Told = [told] }));
        if (acceptance.Verdict == AcceptanceVerdict.Accepted)
        {
            Welcome(acceptance.Job, submission, terms, told);
        }

        return acceptance;
    }

    /// <summary>Has a job that failed or was cancelled run again, from what it has finished.</summary>
    /// <returns>The job; null where it is in no such state.</returns>
    public async Task<Job?> RetryAsync(Guid id)
    {
        if (!await IsGoneAsync(id) || _store.Reader.Find(id) is not { State: JobState.Failed or JobState.Cancelled } ended)
        {
            return null;
        }

        using var place = Admit();
        var job = new LiveJob(ended) { Suspects = [] };
        var asked = Asked(new JobRetried(), Json(new JobQueued(Now, IncomingTrace.Current)));
        var result = await AskAsync(job, asked);
        return result.Applied ? result.Job : null;
    }

    // Somebody who hears that a job has ended may ask for it again before the desk has closed its file.
    private async Task<bool> IsGoneAsync(Guid id)
    {
        Task gone;
        lock (_gate)
        {
            if (!_live.TryGetValue(id, out var live))
            {
                return true;
            }

            if (live.Phase is not (LivePhase.Ending or LivePhase.Ended) || _writer.IsBlocked)
            {
                return false;
            }

            gone = (live.Gone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(gone, Task.Delay(TimeSpan.FromSeconds(5)));
        return !_live.ContainsKey(id);
    }

    /// <summary>Places for jobs that may be taken, held until they are in the queue.</summary>
    private Admission Admit(int jobs = 1)
    {
        int waiting;
        lock (_gate)
        {
            if (_isStopping || _isDraining)
            {
                throw Stopping();
            }

            waiting = _queue.Count;
        }

        var admission = new Admission(this, jobs);
        if (waiting + Volatile.Read(ref _accepting) > _options.Limits.QueuedJobs)
        {
            admission.Dispose();
            throw new ServerRefusal(
                RefusalKind.TooMany,
                "queue_full",
                jobs == 1 ? $"{_options.Limits.QueuedJobs} jobs wait already, which is as many as may; try again when some are done."
                    : $"{waiting} jobs wait already, and {_options.Limits.QueuedJobs} may, so there is no room for {jobs} more; try again when some are done, or with fewer.") { RetryAfter = UntilATurn() };
        }

        try
        {
            _disk.Check();
        }
        catch
        {
            admission.Dispose();
            throw;
        }

        return admission;
    }

    private TimeSpan UntilATurn()
    {
        lock (_gate)
        {
            return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling((_times.Typical ?? 1) / _options.JobsAtOnce), 1, 60));
        }
    }

    /// <summary>Has a job wait for its turn.</summary>
    private void Welcome(LiveJob job)
    {
        var write = false;
        lock (_gate)
        {
            write = Queue(job, returned: false);
        }

        if (write)
        {
            _writer.Write(job);
        }

        TellQueueChanged();
        GiveTurns();
    }

    // Under the gate. Somebody may have cancelled it on its way here.
    private bool Queue(LiveJob job, bool returned)
    {
        if (job.CancelReason is { } reason)
        {
            return End(job, JobState.Cancelled, reason);
        }

        job.Phase = LivePhase.Waiting;
        job.IsSent = false;
        _queue.Add(job.Now, returned);
        return false;
    }

    private static ServerRefusal Stopping() => new(RefusalKind.Unavailable, "stopping", "The server is stopping; try again when it is back.") { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>Stores something that somebody waits for.</summary>
    /// <exception cref="ServerRefusal">It cannot be stored.</exception>
    private static async Task<T> StoringAsync<T>(Func<Task<T>> store)
    {
        try
        {
            return await store();
        }
        catch (StorageFault fault)
        {
            throw fault.IsFull
                ? new ServerRefusal(RefusalKind.DiskFull, "disk_full", fault.Message) { RetryAfter = TimeSpan.FromSeconds(30) }
                : new ServerRefusal(RefusalKind.Unavailable, "storage_fault", fault.Message) { RetryAfter = TimeSpan.FromSeconds(30) };
        }
        catch (ObjectDisposedException)
        {
            throw Stopping();
        }
    }

    private static UnstoredStep Asked(JobChange change, byte[]? told = null)
    {
        var step = new UnstoredStep(change) { Asked = new TaskCompletionSource<JobStepResult>(TaskCreationOptions.RunContinuationsAsynchronously) };
        return told is null ? step : step.Telling(told);
    }

    private Task<JobStepResult> AskAsync(LiveJob job, UnstoredStep step)
    {
        // It would wait in line behind what cannot be stored.
        if (_writer.IsBlocked)
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "storage_fault", "What becomes of jobs cannot be stored just now; make room on the disk, or see that the data folder may be written, and try again.") { RetryAfter = TimeSpan.FromSeconds(30) };
        }

        if (_writer.Put(job, step))
        {
            _writer.Write(job);
        }

        return StoringAsync(() => step.Asked!.Task);
    }

    private sealed class Admission : IDisposable
    {
        private readonly JobDesk _desk;
        private readonly int _jobs;

        public Admission(JobDesk desk, int jobs)
        {
            (_desk, _jobs) = (desk, jobs);
            Interlocked.Add(ref desk._accepting, jobs);
        }

        public void Dispose() => Interlocked.Add(ref _desk._accepting, -_jobs);
    }
}
