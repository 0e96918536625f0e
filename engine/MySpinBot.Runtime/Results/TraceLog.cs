using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Trace records, small values and file digests, in append-only files that several processes may add to, each to its own. Everything but the values' bytes is in memory.
/// What is damaged is passed over and reported once; it never becomes an answer.</summary>
internal sealed partial class TraceLog : IDisposable
{
    private const uint TouchEvery = 24 * 60 * 60;
    private const int ManySegments = 16;
    private const long MuchGarbage = 4 << 20;

    private readonly Lock _gate = new();
    private readonly LogBuffer _scratch = new();
    private readonly string _folder;
    private readonly FolderLock _folderLock;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly List<LogSegment> _segments = [];
    private readonly Lock _tidying = new();
    private TraceIndex _index = new();
    private bool _isDamaged;
    private LogWriter _writer;

    private TraceLog(string folder, FolderLock folderLock, TimeProvider time, Action<string> report)
    {
        (_folder, _folderLock, _time, _report) = (folder, folderLock, time, report);
        _writer = NewWriter();
    }

    /// <summary>Opens the log of a folder, which exists, and tidies it where that pays and nobody else uses it.</summary>
    /// <param name="folder">The cache's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told of what is damaged or cannot be kept.</param>
    /// <param name="alone">Done where nobody else uses the folder at this moment.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static TraceLog Open(string folder, TimeProvider time, Action<string> report, Action? alone = null)
    {
        var folderLock = new FolderLock(folder);
        var isAlone = folderLock.TryTakeAlone();
        if (!isAlone && !folderLock.TryShare())
        {
            throw new IOException("another process has been tidying it for a long time.");
        }

        var log = new TraceLog(Path.Join(folder, "traces"), folderLock, time, report);
        log.Load();
        if (isAlone)
        {
            if (log._isDamaged || log._segments.Count > ManySegments || (log._index.Garbage > MuchGarbage && log._index.Garbage > log.LoggedBytes / 2))
            {
                log.Rewrite(new LogKeep(_ => true, _ => true));
            }

            alone?.Invoke();
            folderLock.TryShare();
        }

        return log;
    }

    /// <summary>Bytes of all segments.</summary>
    public long LoggedBytes
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(segment => RandomAccess.GetLength(segment.OpenForReading())) + _writer.Length;
            }
        }
    }

    /// <summary>How many records and small values there are.</summary>
    public (int Records, int Values) Count
    {
        get
        {
            lock (_gate)
            {
                return (_index.Records.Count, _index.Values.Count);
            }
        }
    }

    /// <summary>The record of a key.</summary>
    public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record)
    {
        lock (_gate)
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrNullRef(_index.Records, key.Hash);
            record = Unsafe.IsNullRef(ref slot) ? null : slot.Record ??= TraceRecordFormat.Read(slot.Bytes.Span);
            if (record is null)
            {
                return false;
            }

            slot.Used = Now();
            if (slot.Used - slot.Logged > TouchEvery && slot.Used > slot.Logged)
            {
                slot.Logged = slot.Used;
                _writer.Add(LogEntryKind.Touch, key.Hash, slot.Used, 0, []);
            }

            return true;
        }
    }

    /// <summary>Adds a record, or puts it in the place of another. What is the same already is not written again.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="record">The record.</param>
    /// <param name="cost">Seconds that it took to make.</param>
    /// <param name="isKept">Whether it is written; else it lasts as long as this process.</param>
    public void Add(TraceKey key, TraceRecord record, float cost, bool isKept)
    {
        lock (_gate)
        {
            _scratch.CutTo(0);
            TraceRecordFormat.Write(record, _scratch);
            var when = Now();
            if (_index.AddRecord(key.Hash, _scratch.Written, when, cost) && isKept && _scratch.Length <= LogEntry.MaxLength)
            {
                _writer.Add(LogEntryKind.Record, key.Hash, when, cost, _scratch.Written);
            }
        }

        Relieve();
    }

    /// <summary>Whether a small value is in the log.</summary>
    public bool HasValue(ContentId id)
    {
        lock (_gate)
        {
            return _index.Values.ContainsKey(id);
        }
    }

    /// <summary>Adds a small value; one that is there with the same bytes is not written again.</summary>
    /// <param name="id">Its content id.</param>
    /// <param name="bytes">Its stored form.</param>
    /// <param name="mayDiffer">Whether values of one id may differ in what is no part of it.</param>
    public void AddValue(ContentId id, ReadOnlySpan<byte> bytes, bool mayDiffer)
    {
        lock (_gate)
        {
            if (_index.Values.ContainsKey(id) && !(mayDiffer && !bytes.SequenceEqual(ReadSlot(id))))
            {
                return;
            }

            var when = Now();
            _index.AddValue(id, new ValueSlot(_writer.Segment, _writer.Add(LogEntryKind.Value, id, when, 0, bytes), bytes.Length, when));
        }

        Relieve();
    }

    /// <summary>A small value's bytes, unchecked; null where there is none, or it cannot be read.</summary>
    public byte[]? ReadValue(ContentId id)
    {
        lock (_gate)
        {
            return ReadSlot(id);
        }
    }

    /// <summary>Forgets a value that turned out to be damaged.</summary>
    public void ForgetValue(ContentId id)
    {
        lock (_gate)
        {
            _index.Values.Remove(id);
        }
    }

    /// <summary>The artifacts that a value is nothing without.</summary>
    public ContentId[] ReferencesOf(ContentId id)
    {
        lock (_gate)
        {
            return _index.References.GetValueOrDefault(id) ?? [];
        }
    }

    /// <summary>Notes the artifacts that a value is nothing without.</summary>
    public void AddReferences(ContentId id, ContentId[] artifacts)
    {
        lock (_gate)
        {
            if (_index.References.TryAdd(id, artifacts))
            {
                _writer.Add(LogEntryKind.References, id, Now(), 0, MemoryMarshal.AsBytes<ContentId>(artifacts));
            }
        }
    }

    /// <summary>What is noted of a file; null for nothing.</summary>
    public byte[]? FindDigest(ContentId place)
    {
        lock (_gate)
        {
            return _index.Digests.GetValueOrDefault(place);
        }
    }

    /// <summary>Notes something of a file.</summary>
    public void AddDigest(ContentId place, byte[] digest)
    {
        lock (_gate)
        {
            _index.Digests[place] = digest;
            _writer.Add(LogEntryKind.Digest, place, Now(), 0, digest);
        }
    }

    /// <summary>Writes what waits to be written.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _writer.Segment.Dispose();
        _segments.ForEach(segment => segment.Dispose());
        _folderLock.Dispose();
    }

    private uint Now() => (uint)_time.GetUtcNow().ToUnixTimeSeconds();

    private LogWriter NewWriter() => new(LogSegment.Begin(_folder, _time.GetUtcNow()), _gate, _time, _report, ForgetFrom);

    private byte[]? ReadSlot(ContentId id)
    {
        if (!_index.Values.TryGetValue(id, out var slot))
        {
            return null;
        }

        try
        {
            var bytes = new byte[slot.Length];
            if (slot.Segment == _writer.Segment)
            {
                _writer.Read(slot.Offset, bytes);
            }
            else
            {
                LogWriter.ReadWhole(slot.Segment, slot.Offset, bytes);
            }

            return bytes;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _report($"A stored value cannot be read: {DiskFault.Explain(fault, slot.Segment.Path)} It is made again.");
            return null;
        }
    }

    private void ForgetFrom(LogSegment segment, long offset)
    {
        foreach (var (id, slot) in _index.Values)
        {
            if (slot.Segment == segment && slot.Offset >= offset)
            {
                _index.Values.Remove(id);
            }
        }
    }
}

/// <summary>What tidying keeps.</summary>
/// <param name="Record">Whether to keep the record of this key.</param>
/// <param name="Value">Whether to keep the value of this id.</param>
internal sealed record LogKeep(Func<ContentId, bool> Record, Func<ContentId, bool> Value)
{
    /// <summary>Whether to keep the digests of files.</summary>
    public bool KeepsDigests { get; init; } = true;
}
