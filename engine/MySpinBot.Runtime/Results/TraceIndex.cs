using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>What the log says, by key. Of several entries for one key the last counts. Records are kept as bytes, and read when they are asked for.</summary>
internal sealed class TraceIndex
{
    private readonly ByteArena _arena = new();

    public Dictionary<ContentId, RecordSlot> Records { get; } = [];

    public Dictionary<ContentId, ValueSlot> Values { get; } = [];

    public Dictionary<ContentId, ContentId[]> References { get; } = [];

    public Dictionary<ContentId, byte[]> Digests { get; } = [];

    /// <summary>Bytes of entries that later ones took the place of.</summary>
    public long Garbage { get; private set; }

    /// <summary>Takes in an entry.</summary>
    public void Add(LogSegment segment, in LogEntry entry, long offset, ReadOnlySpan<byte> payload)
    {
        switch (entry.Kind)
        {
            case LogEntryKind.Record:
                if (!AddRecord(entry.Key, payload, entry.When, entry.Cost))
                {
                    Garbage += entry.Length;
                    Touch(entry.Key, entry.When);
                }

                break;
            case LogEntryKind.Value:
                AddValue(entry.Key, new ValueSlot(segment, offset, entry.Length, entry.When));
                break;
            case LogEntryKind.References:
                Set(References, entry.Key, [.. MemoryMarshal.Cast<byte, ContentId>(payload)], payload.Length);
                break;
            case LogEntryKind.Touch:
                Touch(entry.Key, entry.When);
                break;
            case LogEntryKind.Digest:
                Set(Digests, entry.Key, payload.ToArray(), payload.Length);
                break;
            default:
                Garbage += LogEntry.HeadSize + entry.Length;
                break;
        }
    }

    /// <summary>Adds a record, or puts it in the place of another of its key.</summary>
    /// <returns>False, and nothing done, where the very same is there.</returns>
    public bool AddRecord(ContentId key, ReadOnlySpan<byte> bytes, uint when, float cost)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(Records, key, out var exists);
        if (exists && slot.Bytes.Span.SequenceEqual(bytes))
        {
            return false;
        }

        Garbage += exists ? LogEntry.HeadSize + slot.Bytes.Length : 0;
        slot = new RecordSlot { Bytes = _arena.Add(bytes), Logged = when, Used = when, Cost = cost };
        return true;
    }

    /// <summary>Adds where a value lies.</summary>
    public void AddValue(ContentId id, ValueSlot value)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(Values, id, out var exists);
        Garbage += exists ? LogEntry.HeadSize + slot.Length : 0;
        slot = value;
    }

    private void Touch(ContentId key, uint when)
    {
        Garbage += LogEntry.HeadSize;
        ref var slot = ref CollectionsMarshal.GetValueRefOrNullRef(Records, key);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref slot))
        {
            slot.Logged = slot.Used = Math.Max(slot.Used, when);
        }
    }

    private void Set<T>(Dictionary<ContentId, T> entries, ContentId key, T value, int length)
    {
        Garbage += entries.ContainsKey(key) ? LogEntry.HeadSize + length : 0;
        entries[key] = value;
    }
}

/// <summary>A record in memory.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
[StructLayout(LayoutKind.Auto)]
internal struct RecordSlot
{
    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Bytes;

    /// <summary>The record, once it was asked for.</summary>
    public TraceRecord? Record;

    /// <summary>Last use that the log knows of, in seconds since 1970.</summary>
    public uint Logged;

    /// <summary>Last use.</summary>
    public uint Used;

    /// <summary>Seconds that it took to make.</summary>
    public float Cost;
}

/// <summary>Where a value lies in the log.</summary>
/// <param name="Segment">Which file.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">How many.</param>
/// <param name="When">When it was written, in seconds since 1970.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ValueSlot(LogSegment Segment, long Offset, int Length, uint When);
