using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <content>Reading what processes wrote, and writing it anew without what is not worth keeping.</content>
internal sealed partial class TraceLog
{
    /// <summary>Does something with everything that is known while no other process uses the folder; false, and nothing done, where one does.</summary>
    /// <param name="tidy">Given what is known; says what to keep.</param>
    public bool TryTidy(Func<TraceIndex, LogKeep> tidy)
    {
        lock (_tidying)
        {
            lock (_writer.Flushing)
            {
                lock (_gate)
                {
                    return TryTidyLocked(tidy);
                }
            }
        }
    }

    private bool TryTidyLocked(Func<TraceIndex, LogKeep> tidy)
    {
        try
        {
            if (!_folderLock.TryTakeAlone())
            {
                return false;
            }

            Load();
            Rewrite(tidy(_index));
            return true;
        }
        finally
        {
            _folderLock.TryShare();
        }
    }

    /// <summary>A caller who is much faster than the disk waits for it here, outside the lock.</summary>
    private void Relieve()
    {
        if (_writer.IsOverfull)
        {
            _writer.Flush();
        }
    }

    /// <summary>Reads what there is that was not read yet: everything at first, later what other processes added.</summary>
    private void Load()
    {
        Directory.CreateDirectory(_folder);
        foreach (var found in LogSegment.In(_folder).Where(found => found.Path != _writer.Segment.Path))
        {
            var segment = _segments.Find(known => known.Path == found.Path) ?? found;
            try
            {
                var scan = new LogScan(segment.OpenForReading(), segment.Salt);
                segment.ReadTo = scan.Run(segment.ReadTo, (in LogEntry entry, long offset, ReadOnlySpan<byte> payload) => _index.Add(segment, entry, offset, payload));
                ReportDamage(segment, scan);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                _report($"The cache log '{segment.Path}' cannot be read to its end: {DiskFault.Explain(fault, segment.Path)}");
            }

            if (segment == found)
            {
                _segments.Add(segment);
            }
        }
    }

    private void ReportDamage(LogSegment segment, LogScan scan)
    {
        _isDamaged |= scan.Damaged + scan.CutOff > 0;
        if (scan.Damaged > 0)
        {
            _report($"The cache log '{segment.Path}' is damaged: {scan.Damaged} bytes of it are ignored, and what they held is made again.");
        }

        if (scan.CutOff > 0)
        {
            _report($"The cache log '{segment.Path}' ends in the middle of an entry (a process was ended while it wrote, or writes still): its last {scan.CutOff} bytes are ignored.");
        }
    }

    /// <summary>Writes what is kept into one new segment and removes all others. For who has the folder alone and holds the lock, or is not seen by others yet.</summary>
    private void Rewrite(LogKeep keep)
    {
        try
        {
            var (segment, index) = new LogRewrite(_folder, _time, ReadSlot).Run(_index, keep);
            foreach (var old in _segments.Append(_writer.Segment))
            {
                File.Delete(old.Path);
                old.Dispose();
            }

            _segments.Clear();
            _segments.Add(segment);
            _index = index;
            _writer.Abandon();
            _writer = NewWriter();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _report($"The cache could not be tidied: {DiskFault.Explain(fault, _folder)}");
        }
    }
}
