using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>The end of a zip archive, which PyTorch checkpoints are: its table of contents stands there, so a file that was cut off has none.</summary>
internal static class ZipEnd
{
    private const string Format = "pytorch";
    private const int EndSize = 22;
    private const int LocatorSize = 20;

    /// <summary>Whether the table of contents is there.</summary>
    public static WeightFacts Look(SafeFileHandle file, long length)
    {
        // Behind the end may stand a comment of up to 64 KiB.
        var tail = new byte[Math.Min(length, EndSize + LocatorSize + ushort.MaxValue)];
        var read = WeightHead.Fill(file, tail, length - tail.Length);
        for (var at = read - EndSize; at >= 0; at--)
        {
            if (tail.AsSpan(at).StartsWith("PK\u0005\u0006"u8) && BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) == read - at - EndSize)
            {
                return IsWhole(tail, at, length - tail.Length + at) ? new WeightFacts { Format = Format } : Damaged("its table of contents does not fit its length");
            }
        }

        return Damaged("it ends without a table of contents");
    }

    private static WeightFacts Damaged(string what) => WeightFacts.Damaged(Format, $"The file is a zip archive, as PyTorch checkpoints are, but {what}: it was not downloaded to its end.");

    private static bool IsWhole(ReadOnlySpan<byte> tail, int at, long endsAt)
    {
        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail[(at + 12)..]), start = BinaryPrimitives.ReadUInt32LittleEndian(tail[(at + 16)..]);
        if (start < uint.MaxValue && size < uint.MaxValue)
        {
            return start + size <= endsAt;
        }

        // A large archive: a second end stands before the first, and a pointer to it between them.
        return at >= LocatorSize && tail[(at - LocatorSize)..].StartsWith("PK\u0006\u0007"u8) && BinaryPrimitives.ReadUInt64LittleEndian(tail[(at - LocatorSize + 8)..]) < (ulong)endsAt;
    }
}
