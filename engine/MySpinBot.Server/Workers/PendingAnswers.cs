using System.Collections.Concurrent;

namespace MySpinBot.Server.Workers;

/// <summary>Questions that a worker has not answered yet.</summary>
/// <typeparam name="T">An answer.</typeparam>
internal sealed class PendingAnswers<T>
    where T : class
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<T?>> _open = new();
    private long _last;

    /// <summary>Notes a question.</summary>
    /// <param name="request">Its number.</param>
    /// <returns>Completes with the answer, or with null where there will be none.</returns>
    public Task<T?> Open(out long request)
    {
        // Whoever asked goes on elsewhere: the thread that hears the worker has more to hear.
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        request = Interlocked.Increment(ref _last);
        _open[request] = answer;
        return answer.Task;
    }

    /// <summary>Answers a question that somebody still waits for.</summary>
    public void Close(long request, T? told)
    {
        if (_open.TryRemove(request, out var answer))
        {
            answer.SetResult(told);
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
