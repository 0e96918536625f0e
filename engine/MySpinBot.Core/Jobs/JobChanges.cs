namespace MySpinBot.Core.Jobs;

/// <summary>What a job becomes by a change.</summary>
public static class JobChanges
{
    /// <summary>The job after the change; null where the change does not fit its state.</summary>
    public static Job? After(this Job job, JobChange change)
    {
        ArgumentNullException.ThrowIfNull(job);
        return change switch
        {
            JobBegun begun when job.State == JobState.Queued => job with { State = JobState.Running, StartedAt = begun.At, Attempts = job.Attempts + 1 },
            JobReturned back when job.State == JobState.Running => job with { State = JobState.Queued, Attempts = back.CountsAttempt ? job.Attempts : job.Attempts - 1, Suspects = back.Suspects ?? job.Suspects },
            JobUnwanted unwanted when !job.State.IsEnd() => job with { Reason = unwanted.Reason },
            JobEnded ended when !job.State.IsEnd() && ended.State.IsEnd() => job with { State = ended.State, EndedAt = ended.At, Reason = ended.Reason },
            JobMoved moved when job.State == JobState.Queued => job with { Priority = moved.Priority, Number = moved.Number },
            JobRetried when job.State is JobState.Failed or JobState.Cancelled => job with { State = JobState.Queued, EndedAt = null, Reason = null, Attempts = 0, Suspects = [] },
            JobKept kept => job with { IsKept = kept.IsKept },
            JobForgotten forgotten when job.State.IsEnd() && !(forgotten.UnlessKept && job.IsKept) => job,
            _ => null,
        };
    }
}
