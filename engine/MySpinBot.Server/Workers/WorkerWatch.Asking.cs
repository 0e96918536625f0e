using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

// What the worker is asked, and answers.
public sealed partial class WorkerWatch
{
    private readonly PendingAnswers<IReadOnlyList<GraphProblem>> _checks = new();
    private readonly PendingAnswers<IReadOnlyList<KeptModel>> _keeps = new();
    private readonly PendingAnswers<DeviceSurvey> _looks = new();
    private readonly OpenCalls _capabilities = new();

    /// <summary>Asks the worker about a graph.</summary>
    /// <returns>What is wrong; null where no worker answered in time.</returns>
    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return AskAsync(_checks, request => new CheckGraph(request, terms), document, patience, cancellation);
    }

    /// <summary>Has the worker keep models in memory or let them go.</summary>
    /// <returns>What became of those of that name; null where no worker answered in time.</returns>
    public Task<IReadOnlyList<KeptModel>?> KeepAsync(string name, string? device, ModelAct act, TimeSpan patience, CancellationToken cancellation)
        => AskAsync(_keeps, request => new KeepModel(request, name, device, act), default, patience, cancellation);

    /// <summary>Asks the worker what the machine has.</summary>
    /// <returns>That; null where no worker answered in time.</returns>
    public Task<DeviceSurvey?> LookAsync(TimeSpan patience, CancellationToken cancellation)
        => AskAsync(_looks, request => new LookAtDevices(request), default, patience, cancellation);

    /// <summary>Calls a capability of a plugin.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="title">What people read of who uses what it leases.</param>
    /// <param name="request">The request as JSON.</param>
    /// <returns>The call; null where no worker is ready, or too much waits for it already.</returns>
    internal OpenCall? Call(CapabilityKind kind, string title, ReadOnlyMemory<byte> request)
    {
        // Noted before it is sent, so that a worker that dies at this moment loses it, too.
        var call = _capabilities.Open(command => TrySend(command));
        if (TrySend(new CallCapability(call.Number, kind, title, OpenCall.Window), request))
        {
            return call;
        }

        call.Dispose();
        return null;
    }

    private void CloseQuestions(WorkerEnd end)
    {
        _checks.CloseAll();
        _keeps.CloseAll();
        _looks.CloseAll();
        _capabilities.Lose(end.Sentence);
    }

    private async Task<T?> AskAsync<T>(PendingAnswers<T> pending, Func<long, WorkerCommand> question, ReadOnlyMemory<byte> bytes, TimeSpan patience, CancellationToken cancellation)
        where T : class
    {
        var answer = pending.Open(out var request);
        try
        {
            return TrySend(question(request), bytes) ? await answer.WaitAsync(patience, _options.Time, cancellation).ConfigureAwait(false) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            pending.Close(request, null);
        }
    }
}
