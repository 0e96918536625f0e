using System.Text.Json.Serialization;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Core.Messages;

/// <summary>Something that became of a job as a whole. Stored in its log among the <see cref="RunEvent"/>s of its runs, in the same form: <see cref="MessageJson"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(JobQueued), "job_queued")]
[JsonDerivedType(typeof(JobBegan), "job_began")]
[JsonDerivedType(typeof(WorkerLost), "worker_lost")]
[JsonDerivedType(typeof(JobFinished), "job_finished")]
public abstract record JobEvent;

/// <summary>The job waits for its turn: it was accepted, moved or is tried again.</summary>
/// <param name="At">When.</param>
/// <param name="Trace">The trace that whoever handed it in has it belong to, as W3C's <c>traceparent</c>; null for none.</param>
public sealed record JobQueued(DateTimeOffset At, string? Trace = null) : JobEvent;

/// <summary>A worker has it.</summary>
/// <param name="At">When.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
public sealed record JobBegan(DateTimeOffset At, int Attempt) : JobEvent;

/// <summary>The worker that had it is gone; the job goes on from its finished calls in the next one.</summary>
/// <param name="At">When.</param>
/// <param name="Sentence">What happened to the worker.</param>
/// <param name="Suspects">The job's calls that were running.</param>
public sealed record WorkerLost(DateTimeOffset At, string Sentence, IReadOnlyList<SuspectCall> Suspects) : JobEvent;

/// <summary>The job ended.</summary>
/// <param name="At">When.</param>
/// <param name="State">How.</param>
/// <param name="Reason">Why, where it did not succeed.</param>
/// <param name="Problems">Where its graph was refused: what is wrong with it.</param>
public sealed record JobFinished(DateTimeOffset At, JobState State, string? Reason, IReadOnlyList<GraphProblem>? Problems = null) : JobEvent;
