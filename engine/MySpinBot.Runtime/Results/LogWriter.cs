using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Writes this process's segment in groups, in the background: at the latest 50 ms after an entry, sooner when 256 KiB have gathered. Nothing is synced:
/// a machine that loses power loses work that is then done again. A group that the disk does not take is forgotten, and said so.</summary>
/// <remarks>Entries are added under the log's lock; a group is written outside it.</remarks>
internal sealed class LogWriter : IDisposable
{
    private const int GroupBytes = 256 << 10;
    private const int MostWaiting = 32 << 20;

    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate;
    private readonly Action<string> _report;
    private readonly Action<LogSegment, long> _lost;
    private readonly ITimer _timer;
    private LogBuffer _filling = new();
    private LogBuffer _writing = new();
    private long _flushed;
    private bool _isGroupDue;

    /// <param name="segment">The file, not there yet.</param>
    /// <param name="gate">The log's lock.</param>
    /// <param name="time">For the 50 ms.</param>
    /// <param name="report">Told when the disk takes nothing.</param>
    /// <param name="lost">Told, under the lock, from where on what was written of a segment is gone.</param>
    public LogWriter(LogSegment segment, Lock gate, TimeProvider time, Action<string> report, Action<LogSegment, long> lost)
    {
        (Segment, _gate, _report, _lost) = (segment, gate, report, lost);
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The file.</summary>
    public LogSegment Segment { get; }

    /// <summary>Held while a group is written; taken before the log's lock.</summary>
    public Lock Flushing { get; } = new();

    /// <summary>Bytes of the segment, those that still wait among them.</summary>
    public long Length => _flushed + _writing.Length + _filling.Length;

    /// <summary>Adds an entry. The caller holds the lock.</summary>
    /// <returns>Where its payload begins.</returns>
    public long Add(LogEntryKind kind, ContentId key, uint when, float cost, ReadOnlySpan<byte> payload)
    {
        var room = _filling.GetSpan(LogEntry.HeadSize + payload.Length);
        payload.CopyTo(room[LogEntry.HeadSize..]);
        new LogEntry(kind, key, payload.Length, LogEntry.Checksum(payload, Segment.Salt), when, cost).WriteTo(room[..LogEntry.HeadSize], Segment.Salt);
        var offset = Length + LogEntry.HeadSize;
        var isFirst = _filling.Length == 0;
        _filling.Advance(LogEntry.HeadSize + payload.Length);
        ScheduleFlush(isFirst);
        return offset;
    }

    /// <summary>Reads bytes of the segment, written or not. The caller holds the lock.</summary>
    public void Read(long offset, Span<byte> into)
    {
        if (offset >= _flushed + _writing.Length)
        {
            _filling.Written.Slice((int)(offset - _flushed - _writing.Length), into.Length).CopyTo(into);
        }
        else if (offset >= _flushed)
        {
            _writing.Written.Slice((int)(offset - _flushed), into.Length).CopyTo(into);
        }
        else
        {
            ReadWhole(Segment, offset, into);
        }
    }

    /// <summary>Reads bytes that are in the file.</summary>
    /// <exception cref="IOException">They are not all there.</exception>
    public static void ReadWhole(LogSegment segment, long offset, Span<byte> into)
    {
        for (var got = 0; got < into.Length;)
        {
            var read = RandomAccess.Read(segment.OpenForReading(), into[got..], offset + got);
            got += read > 0 ? read : throw new EndOfStreamException("The log is shorter than it was.");
        }
    }

    /// <summary>Whether too much waits for a slow disk.</summary>
    public bool IsOverfull => _filling.Length > MostWaiting;

    /// <summary>Writes what waits. Not under the lock.</summary>
    public void Flush()
    {
        lock (Flushing)
        {
            lock (_gate)
            {
                _isGroupDue = false;
                if (_filling.Length == 0)
                {
                    return;
                }

                (_writing, _filling) = (_filling, _writing);
            }

            var isWritten = TryWrite();
            lock (_gate)
            {
                if (!isWritten)
                {
                    _lost(Segment, _flushed);
                }

                _flushed += _writing.Length;
                _writing = _writing.Length > MostWaiting ? new LogBuffer() : _writing;
                _writing.CutTo(0);
            }
        }
    }

    /// <summary>Forgets what waits: it stands elsewhere already. The caller holds both locks.</summary>
    public void Abandon()
    {
        _timer.Dispose();
        _filling.CutTo(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private bool TryWrite()
    {
        try
        {
            RandomAccess.Write(Segment.OpenForWriting(), _writing.Written, _flushed);
            return true;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _report($"Results could not be kept: {DiskFault.Explain(fault, Path.GetDirectoryName(Segment.Path)!)} They are made again when they are wanted.");
            return false;
        }
    }

    private void ScheduleFlush(bool isFirst)
    {
        if (_filling.Length >= GroupBytes && !_isGroupDue)
        {
            _isGroupDue = true;
            ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.Flush(), this, preferLocal: false);
        }
        else if (isFirst)
        {
            _timer.Change(GroupTime, Timeout.InfiniteTimeSpan);
        }
    }
}
