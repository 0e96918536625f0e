using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>Comments as Vorbis, Opus and FLAC have them: a vendor, then texts <c>NAME=text</c>, each with its length.</summary>
internal static class VorbisComment
{
    private const int LongestName = 80;

    public static void Read(ReadOnlySpan<byte> block, FoundTexts texts)
    {
        if (!TryTake(ref block, out _) || block.Length < 4)
        {
            texts.Damage("Its comments break off.");
            return;
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(block);
        for (block = block[4..]; count > 0; count--)
        {
            if (!TryTake(ref block, out var comment))
            {
                texts.Damage("Its comments break off.");
                return;
            }

            var sign = comment.IndexOf((byte)'=');
            if (sign is > 0 and <= LongestName)
            {
                texts.Add(Encoding.UTF8.GetString(comment[..sign]), comment[(sign + 1)..]);
            }
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (block.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(block) is var length && length > block.Length - 4)
        {
            return false;
        }

        text = block.Slice(4, (int)length);
        block = block[(4 + (int)length)..];
        return true;
    }
}
