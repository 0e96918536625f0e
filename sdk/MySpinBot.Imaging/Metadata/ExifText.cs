using System.Buffers.Binary;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Texts as strings <c>key:text</c> in the first directory of an EXIF block (a little TIFF file), the way ComfyUI writes them into WebP:
/// the prompt under tag Model, everything else under Make and the tags below it.</summary>
internal static class ExifText
{
    private const ushort PromptTag = 0x0110;
    private const ushort AsciiType = 2;
    private const int EntryLength = 12;

    /// <summary>Stated by writers before the TIFF header, by JPEG always, by WebP sometimes.</summary>
    internal static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>The block, without its prefix.</summary>
    internal static byte[] Write(IReadOnlyList<TextEntry> texts)
    {
        if (texts.Count > 200)
        {
            throw new NodeFailure($"{texts.Count} texts are too many for one JPEG or WebP file; at most 200 fit, or save as PNG.");
        }

        var entries = Tagged(texts).OrderBy(entry => entry.Tag).Select(entry => (entry.Tag, Value: Encoding.UTF8.GetBytes(entry.Text + '\0'))).ToArray();
        var values = 8 + 2 + (entries.Length * EntryLength) + 4;
        var block = new byte[values + entries.Sum(entry => Math.Max(4, entry.Value.Length))];
        "II*\0"u8.CopyTo(block);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(8), (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = block.AsSpan(10 + (i * EntryLength), EntryLength);
            var value = entries[i].Value;
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], AsciiType);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], value.Length);
            if (value.Length <= 4)
            {
                value.CopyTo(entry[8..]);
                continue;
            }

            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], values);
            value.CopyTo(block, values);
            values += value.Length;
        }

        return block[..values];
    }

    internal static void Read(ReadOnlySpan<byte> block, TextCollector texts)
    {
        block = block.StartsWith(Prefix) ? block[Prefix.Length..] : block;
        if (block.Length < 8 || !(block.StartsWith("II*\0"u8) || block.StartsWith("MM\0*"u8)))
        {
            return;
        }

        var little = block[0] == 'I';
        var directory = UInt32(block[4..], little);
        if (directory > block.Length - 2)
        {
            return;
        }

        var count = UInt16(block[(int)directory..], little);
        var entries = block[((int)directory + 2)..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (UInt16(entries[2..], little) == AsciiType)
            {
                ReadString(block, entries[4..], little, texts);
            }
        }
    }

    private static void ReadString(ReadOnlySpan<byte> block, ReadOnlySpan<byte> entry, bool little, TextCollector texts)
    {
        var length = UInt32(entry, little);
        var offset = UInt32(entry[4..], little);
        if (length > 4 && (offset > block.Length || length > block.Length - offset))
        {
            return;
        }

        var value = length <= 4 ? entry.Slice(4, (int)length) : block.Slice((int)offset, (int)length);
        value = value.TrimEnd((byte)0);
        var colon = value.IndexOf((byte)':');
        if (colon > 0 && Encoding.UTF8.GetString(value[..Math.Min(colon, 80)]) is var key && TextEntry.IsKey(key))
        {
            texts.Add(key, value[(colon + 1)..], Encoding.UTF8);
        }
    }

    private static IEnumerable<(ushort Tag, string Text)> Tagged(IReadOnlyList<TextEntry> texts)
    {
        var next = (ushort)(PromptTag - 1);
        foreach (var text in texts)
        {
            yield return (text.Key == "prompt" ? PromptTag : next--, $"{text.Key}:{text.Text}");
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
