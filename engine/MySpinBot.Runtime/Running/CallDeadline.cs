namespace MySpinBot.Runtime.Running;

/// <summary>The time that a call has. When it is over the call is told to stop, and when it has not stopped after the grace it is given up.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _run;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly Action<CallDeadline> _overdue;
    private ITimer? _timer;
    private bool _hasPassed;
    private bool _isOver;

    /// <param name="limit">How long the call may take.</param>
    /// <param name="grace">How long it may take to stop.</param>
    /// <param name="time">The clock.</param>
    /// <param name="overdue">Told, once, from any thread, that the call is given up: <see cref="TryEnd"/> will say that nobody waits for it.</param>
    /// <param name="run">Stops the call too.</param>
    public CallDeadline(TimeSpan limit, TimeSpan grace, TimeProvider time, Action<CallDeadline> overdue, CancellationToken run)
    {
        (Limit, _grace, _time, _overdue) = (limit, grace, time, overdue);
        _run = run.UnsafeRegister(static deadline => ((CallDeadline)deadline!).Stop(), this);
    }

    /// <summary>How long the call may take.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Tells the call to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed => Volatile.Read(ref _hasPassed);

    /// <summary>The time begins: what the call needs is there.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _timer ??= _time.CreateTimer(static deadline => ((CallDeadline)deadline!).Ring(), this, Limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The call has come back.</summary>
    /// <returns>Whether anybody waits for it.</returns>
    public bool TryEnd()
    {
        lock (_gate)
        {
            var isWaitedFor = !_isOver;
            _isOver = true;
            return isWaitedFor;
        }
    }

    public void Dispose()
    {
        // The source is left to the collector: what a plugin registered with it may be running.
        _run.Dispose();
        _timer?.Dispose();
    }

    private void Ring()
    {
        bool isGivenUp;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            isGivenUp = _isOver = _hasPassed;
            _hasPassed = true;
            if (!isGivenUp)
            {
                _timer!.Change(_grace, Timeout.InfiniteTimeSpan);
            }
        }

        if (isGivenUp)
        {
            _overdue(this);
        }
        else
        {
            Stop();
        }
    }

    /// <summary>What plugins have registered runs on the pool: it may block or throw.</summary>
    private void Stop() => _ = _stop.CancelAsync();
}
