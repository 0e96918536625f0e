using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace MySpinBot.Storage.Graphs.Deltas;

/// <summary>A text as what of it stands in another one, and what does not: pieces to copy and bytes to insert. A few changed fields of a large document are a few dozen bytes.
/// Each piece is a number (length × 2, odd for a copy), then where the copy begins, or the bytes; numbers have seven bits a byte, the lowest first.</summary>
internal static class DocumentDelta
{
    // Shorter equal pieces cost more to name than to write.
    private const int Block = 16;

    /// <summary>What has to be done to <paramref name="before"/> to have <paramref name="after"/>.</summary>
    public static byte[] Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var pieces = new ArrayBufferWriter<byte>(256);

        // Mostly one place differs. What is equal on both sides of it needs no search.
        var head = before.CommonPrefixLength(after);
        var tail = CommonSuffix(before[head..], after[head..]);
        Copy(pieces, 0, head);
        Search(pieces, before, after[head..^tail], expected: head);
        Copy(pieces, before.Length - tail, tail);
        return pieces.WrittenSpan.ToArray();
    }

    /// <summary>The text that a difference makes of another.</summary>
    /// <param name="before">The other text.</param>
    /// <param name="delta">What is to be done to it.</param>
    /// <param name="length">How long the text is.</param>
    /// <exception cref="InvalidDataException">It does not belong to that text.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> before, ReadOnlySpan<byte> delta, int length)
    {
        var after = new byte[length];
        var (filled, at) = (0, 0);
        while (at < delta.Length)
        {
            var piece = Number(delta, ref at);
            var size = piece >> 1;
            var isCopy = (piece & 1) == 1;
            var from = isCopy ? Number(delta, ref at) : at;
            var source = isCopy ? before : delta;
            if (size > length - filled || from > source.Length || size > source.Length - from)
            {
                throw Foreign();
            }

            source.Slice((int)from, (int)size).CopyTo(after.AsSpan(filled));
            filled += (int)size;
            at += isCopy ? 0 : (int)size;
        }

        return filled == length ? after : throw Foreign();
    }

    // Every piece of the later text is looked for among the earlier one's blocks, the place where it would stand if only some letters were exchanged first.
    private static void Search(ArrayBufferWriter<byte> pieces, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int expected)
    {
        var places = after.Length < Block ? [] : Places(before);
        var (inserted, at) = (0, 0);
        while (at + Block <= after.Length)
        {
            var (from, size) = Longer(before, after[at..], expected + at - inserted, places.Length == 0 ? -1 : places[Slot(after[at..], places.Length)] - 1);
            if (size < Block)
            {
                at++;
                continue;
            }

            var back = Math.Min(CommonSuffix(before[..from], after[inserted..at]), at - inserted);
            Insert(pieces, after[inserted..(at - back)]);
            Copy(pieces, from - back, size + back);
            at += size;
            (inserted, expected) = (at, from + size);
        }

        Insert(pieces, after[inserted..]);
    }

    private static (int From, int Size) Longer(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int one, int other)
    {
        var (first, second) = (Common(before, after, one), Common(before, after, other));
        return first >= second ? (one, first) : (other, second);
    }

    private static int Common(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int at) => at < 0 || at >= before.Length ? 0 : before[at..].CommonPrefixLength(after);

    // Where blocks stand, by what is in them, plus one; 0 for nowhere. The first of equal ones counts.
    private static int[] Places(ReadOnlySpan<byte> text)
    {
        var places = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, text.Length / (Block / 2)))];
        for (var at = text.Length - (text.Length % Block) - Block; at >= 0; at -= Block)
        {
            places[Slot(text[at..], places.Length)] = at + 1;
        }

        return places;
    }

    private static int Slot(ReadOnlySpan<byte> block, int places)
    {
        var mixed = (BinaryPrimitives.ReadUInt64LittleEndian(block) * 0x9E3779B97F4A7C15) ^ (BinaryPrimitives.ReadUInt64LittleEndian(block[8..]) * 0xC2B2AE3D27D4EB4F);
        return (int)((mixed ^ (mixed >> 29)) * 0x165667B19E3779F9 >> (64 - BitOperations.Log2((uint)places)));
    }

    private static int CommonSuffix(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var most = Math.Min(one.Length, other.Length);
        var size = 0;
        while (size < most && one[^(size + 1)] == other[^(size + 1)])
        {
            size++;
        }

        return size;
    }

    private static void Copy(ArrayBufferWriter<byte> pieces, int from, int size)
    {
        if (size > 0)
        {
            Write(pieces, ((ulong)size << 1) | 1);
            Write(pieces, (ulong)from);
        }
    }

    private static void Insert(ArrayBufferWriter<byte> pieces, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Write(pieces, (ulong)bytes.Length << 1);
            pieces.Write(bytes);
        }
    }

    private static void Write(ArrayBufferWriter<byte> pieces, ulong number)
    {
        var bytes = pieces.GetSpan(10);
        var size = 0;
        while (number >= 0x80)
        {
            bytes[size++] = (byte)(number | 0x80);
            number >>= 7;
        }

        bytes[size++] = (byte)number;
        pieces.Advance(size);
    }

    private static long Number(ReadOnlySpan<byte> delta, ref int at)
    {
        long number = 0;
        for (var shift = 0; shift < 42; shift += 7)
        {
            if (at >= delta.Length)
            {
                throw Foreign();
            }

            var next = delta[at++];
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Foreign();
    }

    private static InvalidDataException Foreign() => new("A difference does not belong to the text that it is to change.");
}
