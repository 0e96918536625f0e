using System.Collections.Concurrent;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Questions about graphs that a worker has not answered yet.</summary>
internal sealed class PendingChecks
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<IReadOnlyList<GraphProblem>?>> _open = new();
    private long _last;

    /// <summary>Notes a question.</summary>
    /// <param name="request">Its number.</param>
    /// <returns>Completes with the answer, or with null where there will be none.</returns>
    public Task<IReadOnlyList<GraphProblem>?> Open(out long request)
    {
        // Whoever asked goes on elsewhere: the thread that hears the worker has more to hear.
        var answer = new TaskCompletionSource<IReadOnlyList<GraphProblem>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        request = Interlocked.Increment(ref _last);
        _open[request] = answer;
        return answer.Task;
    }

    /// <summary>Answers a question that somebody still waits for.</summary>
    public void Close(long request, IReadOnlyList<GraphProblem>? problems)
    {
        if (_open.TryRemove(request, out var answer))
        {
            answer.SetResult(problems);
        }
    }

    /// <summary>There will be no answers any more.</summary>
    public void CloseAll()
    {
        foreach (var request in _open.Keys)
        {
            Close(request, null);
        }
    }
}
