using System.Collections.Immutable;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Hears what workers say: one thing at a time, in order, on a thread that does nothing else. Bytes that come with it are the listener's to keep.</summary>
public interface IWorkerListener
{
    /// <summary>A new worker takes jobs.</summary>
    void WorkerReady();

    /// <summary>A job's kept events, and its end.</summary>
    void JobTold(JobTold told, ReadOnlyMemory<byte> events);

    /// <summary>A transient event of a job.</summary>
    void JobPassed(JobPassed passed, ReadOnlyMemory<byte> json);

    /// <summary>A picture of a job's work.</summary>
    void JobPreviewed(JobPreviewed previewed, ReadOnlyMemory<byte> jpeg);

    /// <summary>The worker that was ready is gone with all it had. Whatever it said was told before.</summary>
    void WorkerLost(WorkerLoss loss);
}

/// <summary>A worker that is gone.</summary>
/// <param name="Sentence">What happened to it, for people, to be read after "the worker" and without a full stop: <c>was killed by signal 11 (SIGSEGV: …)</c>, <c>ended with code 3</c>,
/// <c>did not answer for 30 s</c>, <c>was replaced: …</c>.</param>
/// <param name="IsAccident">Whether nobody wanted it: the calls that it was in are suspected, and the run counts as an attempt.</param>
/// <param name="Calls">The calls that it was in.</param>
public sealed record WorkerLoss(string Sentence, bool IsAccident, ImmutableArray<(Guid Job, string NodeId, int Call)> Calls);

/// <summary>How the worker fares.</summary>
/// <param name="Phase"><c>starting</c>, <c>ready</c>, <c>waiting</c> (to start again), <c>stopped</c>.</param>
/// <param name="ProcessId">Its process; null where there is none.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Losses">How many workers were lost by accident, those that never became ready included.</param>
/// <param name="LastLoss">What happened to the last one that was lost.</param>
public sealed record WorkerState(string Phase, int? ProcessId, DateTimeOffset Since, int Losses, string? LastLoss);
