using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Copies what is kept of the log into one new segment, which appears under its name when it is complete.</summary>
internal sealed class LogRewrite(string folder, TimeProvider time, Func<ContentId, byte[]?> readValue)
{
    private readonly LogSegment _segment = LogSegment.Begin(folder, time.GetUtcNow());
    private readonly TraceIndex _index = new();
    private long _position;

    public (LogSegment Segment, TraceIndex Index) Run(TraceIndex from, LogKeep keep)
    {
        var temporary = _segment.Path + ".part";
        try
        {
            using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20))
            {
                CopyRecords(from, keep.Record, output);
                CopyValues(from, keep.Value, output);
                foreach (var (place, digest) in keep.KeepsDigests ? from.Digests : [])
                {
                    Write(output, LogEntryKind.Digest, place, Seconds(time.GetUtcNow()), 0, digest);
                }

                output.Flush(flushToDisk: true);
            }

            File.Move(temporary, _segment.Path);
        }
        finally
        {
            File.Delete(temporary);
        }

        _segment.OpenForReading();
        return (_segment, _index);
    }

    private static uint Seconds(DateTimeOffset time) => (uint)time.ToUnixTimeSeconds();

    private void CopyRecords(TraceIndex from, Func<ContentId, bool> keep, Stream output)
    {
        foreach (var (key, slot) in from.Records)
        {
            if (keep(key))
            {
                Write(output, LogEntryKind.Record, key, slot.Used, slot.Cost, slot.Bytes.Span);
            }
        }
    }

    private void CopyValues(TraceIndex from, Func<ContentId, bool> keep, Stream output)
    {
        foreach (var (id, slot) in from.Values)
        {
            if (keep(id) && readValue(id) is { } bytes)
            {
                Write(output, LogEntryKind.Value, id, slot.When, 0, bytes);
            }
        }

        foreach (var (id, artifacts) in from.References)
        {
            if (keep(id))
            {
                Write(output, LogEntryKind.References, id, Seconds(time.GetUtcNow()), 0, MemoryMarshal.AsBytes<ContentId>(artifacts));
            }
        }
    }

    private void Write(Stream output, LogEntryKind kind, ContentId key, uint when, float cost, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[LogEntry.HeadSize];
        var entry = new LogEntry(kind, key, payload.Length, LogEntry.Checksum(payload, _segment.Salt), when, cost);
        entry.WriteTo(head, _segment.Salt);
        output.Write(head);
        output.Write(payload);
        _index.Add(_segment, entry, _position + LogEntry.HeadSize, payload);
        _position += LogEntry.HeadSize + payload.Length;
    }
}
