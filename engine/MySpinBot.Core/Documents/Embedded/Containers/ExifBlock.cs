using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>Texts <c>name:text</c> in the directories of an EXIF block (a little TIFF file), whatever their tags are: ComfyUI uses Model for the prompt, Make and those below it for all else.</summary>
internal static class ExifBlock
{
    private const int EntryLength = 12;
    private const ushort ExifDirectory = 0x8769;

    /// <summary>Stated before the block by JPEG always, by WebP sometimes.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    public static void Read(ReadOnlySpan<byte> block, MediaSource file, FoundTexts texts)
    {
        block = block.StartsWith(Prefix) ? block[Prefix.Length..] : block;
        if (block.Length < 8 || !(block.StartsWith("II*\0"u8) || block.StartsWith("MM\0*"u8)))
        {
            texts.Damage("Its EXIF block has no header.");
            return;
        }

        var little = block[0] == 'I';
        if (ReadDirectory(block, UInt32(block[4..], little), little, file, texts) is { } inner)
        {
            ReadDirectory(block, inner, little, file, texts);
        }

        if (texts.IsDamaged && file.MayWork(2L * block.Length))
        {
            Rescue(block, "workflow", texts);
            Rescue(block, "prompt", texts);
        }
    }

    // Editors of pictures move the texts and forget to say where they are; they end with a zero all the same.
    private static void Rescue(ReadOnlySpan<byte> block, string key, FoundTexts texts)
    {
        if (!texts.Holds(key) && block.IndexOf(Encoding.ASCII.GetBytes(key + ":{")) is >= 0 and var start)
        {
            var text = block[start..];
            texts.AddNamed(text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text);
        }
    }

    // Where the directory of the camera's settings is, which holds a remark of the user; null where there is none.
    private static uint? ReadDirectory(ReadOnlySpan<byte> block, uint directory, bool little, MediaSource file, FoundTexts texts)
    {
        if (directory > block.Length - 2)
        {
            texts.Damage("Its EXIF block ends before its directory.");
            return null;
        }

        uint? inner = null;
        var count = UInt16(block[(int)directory..], little);
        for (var entries = block[((int)directory + 2)..]; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            file.CountPiece();
            if (UInt16(entries, little) == ExifDirectory)
            {
                inner = UInt32(entries[8..], little);
            }
            else if (UInt16(entries[2..], little) is 1 or 2 or 7 or 129) // bytes, ASCII, undefined, UTF-8
            {
                ReadText(block, entries[4..], little, file, texts);
            }
        }

        return inner;
    }

    private static void ReadText(ReadOnlySpan<byte> block, ReadOnlySpan<byte> entry, bool little, MediaSource file, FoundTexts texts)
    {
        var (length, offset) = (UInt32(entry, little), UInt32(entry[4..], little));
        if (length <= 4)
        {
            return; // no room for a name and a graph
        }

        if (offset > block.Length || length > block.Length - offset)
        {
            texts.Damage("A text of its EXIF block reaches beyond its end.");
            return;
        }

        // Entries may all point at the same bytes.
        if (file.MayWork(length))
        {
            var value = block.Slice((int)offset, (int)length);
            texts.AddNamed(value.StartsWith("ASCII\0\0\0"u8) ? value[8..] : value);
        }
        else
        {
            texts.Damage("Its EXIF block has more texts than are looked at.");
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
