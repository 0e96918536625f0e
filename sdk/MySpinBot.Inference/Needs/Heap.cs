namespace MySpinBot.Inference;

/// <summary>A heap as the C library keeps it: what is freed is given again to what fits best, and stays with the process; what is large is mapped by itself and goes back at once.
/// How far it reaches is what a run takes, holes included.</summary>
internal sealed class Heap
{
    // glibc maps what is larger by itself (DEFAULT_MMAP_THRESHOLD_MAX); the threshold has risen to it after the first frees.
    private const long Mapped = 32 << 20;

    private readonly List<(long At, long Bytes)> _free = [];
    private long _top;
    private long _mapped;

    /// <summary>How many bytes it has reached at most.</summary>
    public long Peak { get; private set; }

    /// <summary>Takes room.</summary>
    /// <returns>Where; −1 where it is mapped by itself.</returns>
    public long Take(long bytes)
    {
        if (bytes > Mapped)
        {
            _mapped += bytes;
            Peak = Math.Max(Peak, _top + _mapped);
            return -1;
        }

        var best = -1;
        for (var i = 0; i < _free.Count; i++)
        {
            best = _free[i].Bytes >= bytes && (best < 0 || _free[i].Bytes < _free[best].Bytes) ? i : best;
        }

        if (best >= 0)
        {
            var (at, size) = _free[best];
            _free.RemoveAt(best);
            if (size > bytes)
            {
                _free.Insert(best, (at + bytes, size - bytes));
            }

            return at;
        }

        // The last hole, if it ends at the top, grows.
        var start = _free.Count > 0 && _free[^1].At + _free[^1].Bytes == _top ? _free[^1].At : _top;
        if (start < _top)
        {
            _free.RemoveAt(_free.Count - 1);
        }

        _top = start + bytes;
        Peak = Math.Max(Peak, _top + _mapped);
        return start;
    }

    /// <summary>Gives room back.</summary>
    public void Free(long at, long bytes)
    {
        if (at < 0)
        {
            _mapped -= bytes;
            return;
        }

        var i = _free.FindIndex(hole => hole.At > at);
        i = i < 0 ? _free.Count : i;
        if (i < _free.Count && at + bytes == _free[i].At)
        {
            bytes += _free[i].Bytes;
            _free.RemoveAt(i);
        }

        if (i > 0 && _free[i - 1].At + _free[i - 1].Bytes == at)
        {
            (at, bytes) = (_free[i - 1].At, _free[i - 1].Bytes + bytes);
            _free.RemoveAt(--i);
        }

        _free.Insert(i, (at, bytes));
    }
}
