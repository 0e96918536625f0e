using System.Collections.Immutable;

namespace MySpinBot.Core.Jobs;

/// <summary>Something that becomes of a job, and what is told of it: both are stored at once, or neither.</summary>
/// <param name="Job">The job.</param>
/// <param name="Change">How its state changes; null where only events are added.</param>
/// <param name="Events">Events as JSON on one line each. They get the job's next numbers.</param>
public sealed record JobStep(Guid Job, JobChange? Change, ImmutableArray<ReadOnlyMemory<byte>> Events);

/// <summary>A change of a job's state.</summary>
public abstract record JobChange;

/// <summary>A run of a queued job begins.</summary>
/// <param name="At">When.</param>
public sealed record JobBegun(DateTimeOffset At) : JobChange;

/// <summary>A running job waits again: its worker was lost, or the server stops.</summary>
/// <param name="CountsAttempt">Whether the run that was lost counts as an attempt.</param>
/// <param name="Suspects">Its calls that were running when workers died, with all their strikes so far; null to leave them as they are.</param>
public sealed record JobReturned(bool CountsAttempt, ImmutableArray<SuspectCall>? Suspects = null) : JobChange;

/// <summary>Somebody wants a job cancelled that has not ended: it is being told to stop, and is not to run again.</summary>
/// <param name="Reason">Why.</param>
public sealed record JobUnwanted(string Reason) : JobChange;

/// <summary>A job that has not ended yet ends.</summary>
/// <param name="State">How: an end.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, where it did not succeed.</param>
public sealed record JobEnded(JobState State, DateTimeOffset At, string? Reason = null) : JobChange;

/// <summary>A queued job gets another place.</summary>
/// <param name="Priority">Its priority.</param>
/// <param name="Number">Its place among its equals.</param>
public sealed record JobMoved(int Priority, double Number) : JobChange;

/// <summary>A job that has ended, but not well, waits again.</summary>
public sealed record JobRetried : JobChange;

/// <summary>A job is to stay when old ones are forgotten, or no longer.</summary>
/// <param name="IsKept">Which.</param>
public sealed record JobKept(bool IsKept) : JobChange;

/// <summary>A job that has ended is removed with its events.</summary>
/// <param name="UnlessKept">Whether one that is to stay does.</param>
public sealed record JobForgotten(bool UnlessKept = false) : JobChange;

/// <summary>What became of a step.</summary>
/// <param name="Job">The job as it is now; as it was where the step was refused; null where there is none of this id.</param>
/// <param name="Applied">Whether the step was stored. A change that does not fit the job's state is refused as a whole: a job ends once.</param>
/// <param name="FirstEvent">Number of the first of the step's events.</param>
public sealed record JobStepResult(Job? Job, bool Applied, long FirstEvent);
