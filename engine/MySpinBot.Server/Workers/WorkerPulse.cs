using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Asks a worker again and again whether it lives, and ends it when it does not answer. Beats are counted, not time: while the server itself stands still, nothing is held against the worker.</summary>
internal sealed class WorkerPulse : IDisposable
{
    private readonly WorkerLife _life;
    private readonly WorkerPatience _patience;
    private readonly ITimer _timer;
    private volatile bool _isReady;
    private int _starting, _unanswered;
    private long _number;

    public WorkerPulse(WorkerLife life, WorkerPatience patience, TimeProvider time)
    {
        (_life, _patience) = (life, patience);

        // One beat at a time: those that a busy machine holds back must not come all at once.
        _timer = time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Again();
    }

    /// <summary>It is ready, and is to answer from now on.</summary>
    public void Ready() => _isReady = true;

    /// <summary>It has answered.</summary>
    public void Answered() => Volatile.Write(ref _unanswered, 0);

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        if (!_isReady)
        {
            if (++_starting * _patience.Ping >= _patience.Start)
            {
                _life.End($"was not ready within {Seconds(_patience.Start)}", isAccident: true);
            }
        }
        else if (_life.IsHeard)
        {
            Ask();
        }

        Again();
    }

    // Called only while nothing of what it said is left unread: the answer might be in it.
    private void Ask()
    {
        if (Volatile.Read(ref _unanswered) * _patience.Ping >= _patience.Answer)
        {
            _life.End($"did not answer for {Seconds(_patience.Answer)}", isAccident: true);
            return;
        }

        Interlocked.Increment(ref _unanswered);
        _life.TrySend(new Ping(++_number));
    }

    private void Again() => _timer.Change(_patience.Ping, Timeout.InfiniteTimeSpan);

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.##} s");
}
