using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>A job that has not ended, as the desk has it in mind. What is not said otherwise is read and written under the desk's lock.</summary>
internal sealed class LiveJob(Job job)
{
    /// <summary>Its id.</summary>
    public Guid Id { get; } = job.Id;

    /// <summary>What of it waits to be stored. Safe by itself.</summary>
    public StepLine Steps { get; } = new(job);

    /// <summary>The job as it is, with changes that are under way to the disk. Safe by itself.</summary>
    public Job Now => Steps.Now;

    /// <summary>How far it came.</summary>
    public LivePhase Phase { get; set; }

    /// <summary>Its graph and terms, while they are kept in memory.</summary>
    public JobContent? Content { get; set; }

    /// <summary>Bytes that they count for.</summary>
    public long ContentBytes { get; set; }

    /// <summary>What kind of graph it is, for how long it may take; 0 where that is not known yet.</summary>
    public ulong Shape { get; set; }

    /// <summary>When its run began, in ticks of the clock.</summary>
    public long BegunAt { get; set; }

    /// <summary>Whether the worker was told to start it.</summary>
    public bool IsSent { get; set; }

    /// <summary>Why somebody wants it cancelled; null while nobody does.</summary>
    public string? CancelReason { get; set; }

    /// <summary>Why it is to fail, whatever its run says; null while it is not.</summary>
    public string? FailReason { get; set; }

    /// <summary>Whether its run is given up, because what it tells cannot be stored: it waits again once the run has ended.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>How many workers died under it while no call of any job could be blamed.</summary>
    public int Deaths { get; set; }

    /// <summary>Events that it has, those that wait to be stored with them.</summary>
    public long Events { get; set; } = job.LastEvent;

    /// <summary>Its calls that were running when workers died, and have not ended well since.</summary>
    public ImmutableArray<SuspectCall> Suspects { get; set; } = job.Suspects;

    /// <summary>Completes when it is none of the desk's business any more; null where nobody asked.</summary>
    public TaskCompletionSource? Gone { get; set; }
}

/// <summary>How far a job came.</summary>
internal enum LivePhase
{
    /// <summary>It is in the queue.</summary>
    Waiting,

    /// <summary>It has its turn, and is made ready for the worker.</summary>
    Starting,

    /// <summary>The worker has it.</summary>
    Running,

    /// <summary>How it ends is known and is being stored.</summary>
    Ending,

    /// <summary>Its end is stored.</summary>
    Ended,
}
