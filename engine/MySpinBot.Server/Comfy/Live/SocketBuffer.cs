namespace MySpinBot.Server.Comfy.Live;

/// <summary>What waits for one socket's reader, bounded. Kept frames are never dropped; of transient ones the latest of each kind counts, and they give way to kept ones.
/// Safe from any thread.</summary>
/// <param name="mostBytes">Bytes that may wait here.</param>
/// <param name="shared">Bytes that may wait in all buffers together, beside a little that each always may hold.</param>
internal sealed class SocketBuffer(int mostBytes, SharedRoom shared)
{
    // So much may wait whatever waits for others: those who never read take nothing from those who do.
    private const int Own = 64 << 10;

    // What an entry takes beside its frame, roughly; it bounds the number of small ones too.
    private const int Overhead = 96;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly Dictionary<FrameKind, Entry> _latest = [];
    private long _bytes;
    private int _superseded;
    private bool _isClosed;

    /// <summary>How many bytes wait.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Adds a frame that must arrive.</summary>
    /// <returns>False where there is no room even without the transient ones: the reader is too slow.</returns>
    public bool TryKeep(SocketFrame frame)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            if (!TryGrow(Size(frame)))
            {
                DropTransient();

                // An empty buffer takes any frame: a large one is no sign of a slow reader.
                if (!TryGrow(Size(frame), anyway: _bytes == 0))
                {
                    return false;
                }
            }

            _waiting.Enqueue(new Entry { Frame = frame });
            return true;
        }
    }

    /// <summary>Adds a frame that counts only until the next of its kind; nothing where there is no room.</summary>
    public void Offer(FrameKind kind, SocketFrame frame)
    {
        lock (_gate)
        {
            if (_latest.Remove(kind, out var before))
            {
                Retire(before);
            }

            if (_isClosed || !TryGrow(Size(frame)))
            {
                return;
            }

            var entry = new Entry { Frame = frame, Kind = kind };
            _latest[kind] = entry;
            _waiting.Enqueue(entry);
        }
    }

    /// <summary>The next frame to send.</summary>
    public bool TryTake(out SocketFrame frame)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var entry))
            {
                if (entry.Frame is not { } next)
                {
                    _superseded--;
                    continue;
                }

                if (entry.Kind is { } kind)
                {
                    _latest.Remove(kind);
                }

                Shrink(Size(next));
                frame = next;
                return true;
            }

            frame = null!;
            return false;
        }
    }

    /// <summary>Forgets all that waits, and takes nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Shrink(_bytes);
            _waiting.Clear();
            _latest.Clear();
        }
    }

    private bool TryGrow(int bytes, bool anyway = false)
    {
        var more = BeyondOwn(_bytes + bytes) - BeyondOwn(_bytes);
        if (anyway)
        {
            shared.Take(more);
        }
        else if (_bytes + bytes > mostBytes || !shared.TryTake(more))
        {
            return false;
        }

        _bytes += bytes;
        return true;
    }

    private void Shrink(long bytes)
    {
        shared.GiveBack(BeyondOwn(_bytes) - BeyondOwn(_bytes - bytes));
        _bytes -= bytes;
    }

    private static long BeyondOwn(long bytes) => Math.Max(0, bytes - Own);

    private void Retire(Entry entry)
    {
        Shrink(Size(entry.Frame!));
        entry.Frame = null;
        if (++_superseded > 256 && _superseded > _waiting.Count / 2)
        {
            SweepSuperseded();
        }
    }

    private void DropTransient()
    {
        foreach (var entry in _latest.Values)
        {
            Shrink(Size(entry.Frame!));
            entry.Frame = null;
        }

        _latest.Clear();
        SweepSuperseded();
    }

    private void SweepSuperseded()
    {
        for (var i = _waiting.Count; i > 0; i--)
        {
            var entry = _waiting.Dequeue();
            if (entry.Frame is not null)
            {
                _waiting.Enqueue(entry);
            }
        }

        _superseded = 0;
    }

    private static int Size(SocketFrame frame) => frame.Bytes.Length + Overhead;

    private sealed class Entry
    {
        public SocketFrame? Frame { get; set; }

        public FrameKind? Kind { get; init; }
    }
}

/// <summary>A kind of transient frame, of which only the latest counts.</summary>
/// <param name="Job">The job; empty for none.</param>
/// <param name="Name">What of it: <c>progress_state</c>, a node's picture, ….</param>
/// <param name="NodeId">The node; empty for the whole job.</param>
internal readonly record struct FrameKind(Guid Job, string Name, string NodeId = "");
