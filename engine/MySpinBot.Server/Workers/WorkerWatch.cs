using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Starts the worker, listens to it, and starts another when it dies, hangs or is to be replaced. Nobody waits for a worker here: what is sent is queued, and what comes is told to the listener.</summary>
public sealed class WorkerWatch : IAsyncDisposable
{
    /// <summary>A watch that has not begun.</summary>
    public WorkerWatch(ServerOptions options) => _ = options;

    /// <summary>Whether a worker takes jobs now.</summary>
    public bool IsReady => throw new NotSupportedException();

    /// <summary>What the latest worker has said of memory.</summary>
    public ImmutableArray<DeviceLedger> Ledger => throw new NotSupportedException();

    /// <summary>How the worker fares, for people: process, since when, how often it was replaced, why the last one ended.</summary>
    public WorkerState State => throw new NotSupportedException();

    /// <summary>Told on any thread when ledger or state change: take note and return at once.</summary>
    public event Action? Changed;

    /// <summary>Told what a plugin or the worker says outside of jobs, and what becomes of workers.</summary>
    public event Action<WorkerLogged>? Logged;

    /// <summary>Starts the first worker and goes on.</summary>
    public void Begin(IWorkerListener listener) => throw new NotSupportedException();

    /// <summary>Sends a command to the worker that is ready.</summary>
    /// <returns>False where none is: the caller will hear when one is.</returns>
    public bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes = default) => throw new NotSupportedException();

    /// <summary>Asks the worker about a graph.</summary>
    /// <returns>What is wrong; null where no worker answered in time.</returns>
    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Ends the worker at once and starts another, because a step would not stop. No call of it is suspected.</summary>
    public void Replace(string why) => throw new NotSupportedException();

    /// <summary>Asks the worker to end, waits a moment, and ends it.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();

    internal void TellChanged() => Changed?.Invoke();

    internal void TellLogged(WorkerLogged message) => Logged?.Invoke(message);
}

/// <summary>Hears what workers say: one thing at a time, in order, on the reader's thread.</summary>
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

    /// <summary>The worker is gone with all it had. Whatever it said was told before.</summary>
    void WorkerLost(WorkerLoss loss);
}

/// <summary>A worker that is gone.</summary>
/// <param name="Sentence">What happened to it, for people: killed by signal 11 (SIGSEGV), ended with code 3, did not answer for 30 s, was replaced because …</param>
/// <param name="IsAccident">Whether nobody wanted it: the calls that it was in are suspected, and the run counts as an attempt.</param>
/// <param name="Calls">The calls that it was in.</param>
public sealed record WorkerLoss(string Sentence, bool IsAccident, ImmutableArray<(Guid Job, string NodeId, int Call)> Calls);

/// <summary>How the worker fares.</summary>
/// <param name="Phase"><c>starting</c>, <c>ready</c>, <c>waiting</c> (to start again), <c>stopped</c>.</param>
/// <param name="ProcessId">Its process; null where there is none.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Losses">How many workers were lost by accident.</param>
/// <param name="LastLoss">What happened to the last one that was lost.</param>
public sealed record WorkerState(string Phase, int? ProcessId, DateTimeOffset Since, int Losses, string? LastLoss);
