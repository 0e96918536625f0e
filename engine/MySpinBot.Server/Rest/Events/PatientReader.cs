namespace MySpinBot.Server.Rest.Events;

/// <summary>Reads a stream one by one, and can tell that nothing comes for a while without losing what comes next.</summary>
internal sealed class PatientReader<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly IAsyncEnumerator<T> _items;
    private Task<bool>? _next;

    /// <param name="open">Opens the stream; the token ends it.</param>
    /// <param name="cancellation">Ends it too.</param>
    public PatientReader(Func<CancellationToken, IAsyncEnumerable<T>> open, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _items = open(_end.Token).GetAsyncEnumerator(_end.Token);
    }

    /// <summary>What was read last.</summary>
    public T Current => _items.Current;

    /// <summary>Whether the next one, or the end, is there already.</summary>
    public bool IsAtHand => (_next ??= _items.MoveNextAsync().AsTask()).IsCompleted;

    /// <summary>Reads the next one.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync()
    {
        var next = _next ?? _items.MoveNextAsync().AsTask();
        _next = null;
        return await next;
    }

    /// <summary>Waits until there is something to read.</summary>
    /// <returns>False where nothing came for that long.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan patience, TimeProvider time)
    {
        if (IsAtHand)
        {
            return true;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var first = await Task.WhenAny(_next!, Task.Delay(patience, time, over.Token));
        await over.CancelAsync();
        return first == _next;
    }

    /// <summary>Ends the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_next is { } pending)
        {
            await pending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // whatever it ends with, nobody reads it
        }

        await _items.DisposeAsync();
        _end.Dispose();
    }
}
