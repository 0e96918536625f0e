namespace MySpinBot.Server.Capabilities;

/// <summary>Whose turn it is to call a capability: so many at once, so many that wait. Owners take turns, and of one owner the first come goes first, so that nobody who asks much keeps the others waiting.</summary>
/// <param name="atOnce">How many have a turn at once.</param>
/// <param name="mostWaiting">How many may wait.</param>
internal sealed class CallTurns(int atOnce, int mostWaiting)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Line> _lines = new(); // of owners that wait, the next one in front
    private readonly Dictionary<string, Line> _ofOwners = new(StringComparer.Ordinal);
    private TaskCompletionSource? _empty;
    private int _running, _waiting;
    private bool _isClosed;

    /// <summary>How many have a turn, and how many wait for one.</summary>
    public (int Running, int Waiting) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_running, _waiting);
            }
        }
    }

    /// <summary>Waits for a turn, which lasts until what is returned is disposed.</summary>
    /// <exception cref="ServerRefusal">Too many wait, or nothing new is taken any more.</exception>
    public async ValueTask<IDisposable> EnterAsync(string owner, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new ServerRefusal(RefusalKind.Unavailable, "stopping", "The server is being stopped and takes nothing new.");
            }

            if (_running < atOnce && _waiting == 0)
            {
                _running++;
                return new Turn(this);
            }

            if (_waiting >= mostWaiting)
            {
                throw new ServerRefusal(RefusalKind.TooMany, "too_many_calls", $"{_running} requests to models are being answered and {_waiting} wait, which is the most that the server takes; try again in a moment.")
                {
                    RetryAfter = TimeSpan.FromSeconds(2),
                };
            }

            waiter = Queue(owner);
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(cancellation);
            return new Turn(this);
        }
        catch (OperationCanceledException)
        {
            GiveUp(waiter);
            throw;
        }
    }

    /// <summary>Takes nothing new; what waits or runs goes on.</summary>
    /// <param name="patience">How long is waited for that.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cut">Ends the waiting.</param>
    /// <returns>Whether nothing runs any more.</returns>
    public async Task<bool> DrainAsync(TimeSpan patience, TimeProvider time, CancellationToken cut)
    {
        Task empty;
        lock (_gate)
        {
            _isClosed = true;
            if (_running + _waiting == 0)
            {
                return true;
            }

            empty = (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await empty.WaitAsync(patience, time, cut);
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private Waiter Queue(string owner)
    {
        if (!_ofOwners.TryGetValue(owner, out var line))
        {
            _ofOwners.Add(owner, line = new Line(owner));
            line.Place = _lines.AddLast(line);
        }

        var waiter = new Waiter(line);
        waiter.Place = line.Waiters.AddLast(waiter);
        _waiting++;
        return waiter;
    }

    // Under the lock.
    private void Remove(Waiter waiter)
    {
        var line = waiter.Line;
        line.Waiters.Remove(waiter.Place!);
        waiter.Place = null;
        _waiting--;
        if (line.Waiters.Count == 0)
        {
            _lines.Remove(line.Place!);
            _ofOwners.Remove(line.Owner);
        }
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Place is not null)
            {
                Remove(waiter);
                TellIfEmpty();
                return;
            }
        }

        Leave(); // it had been admitted at the same moment
    }

    private void Leave()
    {
        Waiter? next = null;
        lock (_gate)
        {
            if (_lines.First is { Value: var line })
            {
                next = line.Waiters.First!.Value;
                Remove(next);
                if (line.Waiters.Count > 0)
                {
                    _lines.Remove(line.Place!);
                    _lines.AddLast(line.Place!);
                }
            }
            else
            {
                _running--;
                TellIfEmpty();
            }
        }

        next?.Admitted.SetResult();
    }

    private void TellIfEmpty()
    {
        if (_running + _waiting == 0)
        {
            _empty?.TrySetResult();
        }
    }

    private sealed class Line(string owner)
    {
        public string Owner { get; } = owner;

        public LinkedList<Waiter> Waiters { get; } = new();

        public LinkedListNode<Line>? Place { get; set; }
    }

    private sealed class Waiter(Line line)
    {
        public Line Line { get; } = line;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Place { get; set; }
    }

    private sealed class Turn(CallTurns turns) : IDisposable
    {
        private CallTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Leave();
    }
}
