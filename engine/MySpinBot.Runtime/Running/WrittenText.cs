using System.Text;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Running;

/// <summary>The text that a call streams: pieces that come fast are joined, none waits longer than a beat, and all is told before the call's end is. Safe from any thread.</summary>
internal sealed class WrittenText(EventStream events, TimeProvider time, string nodeId, int call) : IDisposable
{
    /// <summary>So long a piece waits at most for others to go with it.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private const int MostInOne = 16 << 10;

    private readonly Lock _gate = new();
    private readonly StringBuilder _waiting = new();
    private ITimer? _timer;
    private long _told, _last;
    private bool _isTimed, _hasEnded;

    /// <summary>Adds text.</summary>
    public void Add(string text)
    {
        lock (_gate)
        {
            if (_hasEnded || text.Length == 0)
            {
                return;
            }

            _waiting.Append(text);
            if (_isTimed)
            {
                return;
            }

            if (_last != 0 && Pace - time.GetElapsedTime(_last) is var rest && rest > TimeSpan.Zero)
            {
                _isTimed = true;
                _timer ??= time.CreateTimer(static written => ((WrittenText)written!).TellWaiting(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
                return;
            }

            Say();
        }

        events.Deliver();
    }

    /// <summary>The call has ended: what waits is told, and nothing more is taken.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Say();
            _hasEnded = true;
        }

        _timer?.Dispose();
        events.Deliver();
    }

    private void TellWaiting()
    {
        lock (_gate)
        {
            _isTimed = false;
            Say();
        }

        events.Deliver();
    }

    // Under the gate, so that pieces are said in their order.
    private void Say()
    {
        _last = time.GetTimestamp();
        var (start, length) = (0, _waiting.Length);
        while (start < length)
        {
            var count = Math.Min(MostInOne, length - start);
            count -= start + count < length && char.IsHighSurrogate(_waiting[start + count - 1]) ? 1 : 0;
            events.Say(new TextStreamed(nodeId, call, _told, _waiting.ToString(start, count)));
            _told += count;
            start += count;
        }

        _waiting.Clear();
    }
}
