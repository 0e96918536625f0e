using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace MySpinBot.Core.Messages.Working;

/// <summary>The calls that a worker is in, as they stand in a file that both sides map: whoever finds the worker dead reads what it was doing.
/// Slots of fixed size; a worker fills one before a call and empties it after. A slot is written from its back, so a half-written one counts as empty.</summary>
public static class RunningCalls
{
    /// <summary>How many calls may be noted at once; the calls of more lanes than that are not suspected.</summary>
    public const int Slots = 1024;

    /// <summary>Bytes of a slot: state, call, job, length of the node's id, the id.</summary>
    public const int SlotSize = 288;

    /// <summary>Bytes of the file.</summary>
    public const int FileSize = Slots * SlotSize;

    private const int MostIdBytes = SlotSize - 28;

    /// <summary>Fills a slot. An id that is too long for it is cut: compare ids by <see cref="IdOf"/>.</summary>
    public static void Enter(Span<byte> slot, Guid job, string nodeId, int call)
    {
        ArgumentNullException.ThrowIfNull(nodeId);
        Utf8.FromUtf16(nodeId, slot.Slice(28, MostIdBytes), out _, out var length);
        BinaryPrimitives.WriteInt32LittleEndian(slot[24..], length);
        job.TryWriteBytes(slot[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(slot[4..], call);
        Volatile.Write(ref slot[0], 1);
    }

    /// <summary>A node's id as it comes out of a slot: whole, unless it is very long.</summary>
    public static string IdOf(string nodeId)
    {
        ArgumentNullException.ThrowIfNull(nodeId);
        if (nodeId.Length * 3L <= MostIdBytes)
        {
            return nodeId;
        }

        Span<byte> id = stackalloc byte[MostIdBytes];
        Utf8.FromUtf16(nodeId, id, out var taken, out _);
        return nodeId[..taken];
    }

    /// <summary>Empties a slot.</summary>
    public static void Leave(Span<byte> slot) => Volatile.Write(ref slot[0], 0);

    /// <summary>The calls that stand in a file.</summary>
    public static ImmutableArray<(Guid Job, string NodeId, int Call)> Read(ReadOnlySpan<byte> file)
    {
        var found = ImmutableArray.CreateBuilder<(Guid, string, int)>();
        for (var at = 0; at + SlotSize <= file.Length; at += SlotSize)
        {
            var slot = file.Slice(at, SlotSize);
            if (slot[0] == 1)
            {
                var length = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(slot[24..]), 0, MostIdBytes);
                found.Add((new Guid(slot.Slice(8, 16)), Encoding.UTF8.GetString(slot.Slice(28, length)), BinaryPrimitives.ReadInt32LittleEndian(slot[4..])));
            }
        }

        return found.ToImmutable();
    }
}
