using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>What the desk wants of workers. None of it waits but the check, and that not for long.</summary>
internal interface IWorkerLine
{
    /// <summary>Whether a worker takes jobs now.</summary>
    bool IsReady { get; }

    /// <summary>Sends a command; false where no worker takes it.</summary>
    bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes);

    /// <summary>What is wrong with a graph; null where no worker answered in time.</summary>
    Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Ends the worker at once and starts another.</summary>
    void Replace(string why);
}

/// <summary>The line to the worker that is watched.</summary>
internal sealed class WatchedWorker(WorkerWatch watch) : IWorkerLine
{
    public bool IsReady => watch.IsReady;

    public bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes) => watch.TrySend(command, bytes);

    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation)
        => watch.CheckAsync(document, terms, patience, cancellation);

    public void Replace(string why) => watch.Replace(why);
}
