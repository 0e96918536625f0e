using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Runtime.Working;

/// <summary>Tells what lies in whose memory when it has changed, at most once a second.</summary>
internal sealed class LedgerNews : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ModelShelf _shelf;
    private readonly Action<LedgerTold> _tell;
    private readonly ITimer _timer;
    private byte[] _told = [];
    private int _isDue;

    public LedgerNews(ModelShelf shelf, TimeProvider time, Action<LedgerTold> tell)
    {
        (_shelf, _tell) = (shelf, tell);
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        shelf.Changed += OnChanged;
        OnChanged(null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shelf.Changed -= OnChanged;
        _timer.Dispose();
    }

    private void OnChanged(object? changed)
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _timer.Change(changed is null ? TimeSpan.Zero : Pace, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell()
    {
        Volatile.Write(ref _isDue, 0);
        var now = _shelf.Describe();
        var json = JsonSerializer.SerializeToUtf8Bytes(now, MessageJson.Options);
        if (!json.AsSpan().SequenceEqual(_told))
        {
            _told = json;
            _tell(new LedgerTold(now));
        }
    }
}
