namespace MySpinBot.Server.Comfy.Live;

/// <summary>What waits for one socket's reader, bounded. Kept frames are never dropped; of transient ones the latest of each kind counts, and they give way to kept ones.
/// Safe from any thread.</summary>
internal sealed class SocketBuffer(int mostBytes)
{
    // What an entry takes beside its frame, roughly; it bounds the number of small ones too.
    private const int Overhead = 96;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly Dictionary<FrameKind, Entry> _latest = [];
    private long _bytes;
    private int _superseded;

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
            if (_bytes + Size(frame) > mostBytes)
            {
                DropTransient();
            }

            // An empty buffer takes any frame: a large one is no sign of a slow reader.
            if (_bytes > 0 && _bytes + Size(frame) > mostBytes)
            {
                return false;
            }

            Add(new Entry { Frame = frame });
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

            if (_bytes + Size(frame) > mostBytes)
            {
                return;
            }

            var entry = new Entry { Frame = frame, Kind = kind };
            _latest[kind] = entry;
            Add(entry);
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

                _bytes -= Size(next);
                frame = next;
                return true;
            }

            frame = null!;
            return false;
        }
    }

    private void Add(Entry entry)
    {
        _waiting.Enqueue(entry);
        _bytes += Size(entry.Frame!);
    }

    private void Retire(Entry entry)
    {
        _bytes -= Size(entry.Frame!);
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
            _bytes -= Size(entry.Frame!);
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
