using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The texts of an ID3 tag, versions 2.2 to 2.4, at the beginning of an MP3: TXXX, which has a name, and remarks (COMM).</summary>
internal static class Id3Tag
{
    private const int HeadLength = 10;
    private const int LongestName = 80;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 0;
        Span<byte> head = stackalloc byte[HeadLength];
        if (file.ReadUpTo(head) < HeadLength || !head.StartsWith("ID3"u8))
        {
            return; // sound without a tag
        }

        var (version, flags) = (head[3], head[5]);
        var end = Math.Min(file.Length, HeadLength + Syncsafe(head[6..]));
        if (end < HeadLength + Syncsafe(head[6..]))
        {
            texts.Damage("The file ends within its tag; it is not whole.");
        }

        if (version is < 2 or > 4)
        {
            texts.Damage($"Its tag is of version 2.{version}, which is not known.");
            return;
        }

        // From 2.4 on each frame says for itself whether zeros were put in.
        var stuffed = (flags & 0x80) != 0 && version < 4;
        if (version > 2 && (flags & 0x40) != 0)
        {
            var more = new byte[4];
            file.Read(more);
            file.Position += version == 4 ? Syncsafe(more) - 4 : BitConverter.ToUInt32([more[3], more[2], more[1], more[0]]);
        }

        while (end - file.Position >= HeadLength && ReadFrame(file, version, end, stuffed, texts))
        {
            file.CountPiece();
        }

        file.Position = end;
        ReadWhatFollows(file, texts);
    }

    // Some programs put a tag before FLAC.
    private static void ReadWhatFollows(MediaSource file, FoundTexts texts)
    {
        Span<byte> next = stackalloc byte[4];
        if (file.ReadUpTo(next) == 4 && next.SequenceEqual("fLaC"u8))
        {
            file.Position -= 4;
            FlacFile.Read(file, texts);
        }
    }

    private static bool ReadFrame(MediaSource file, int version, long end, bool stuffed, FoundTexts texts)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        var headLength = version == 2 ? 6 : HeadLength;
        file.Read(head[..headLength]);
        if (head[0] == 0)
        {
            return false; // what is left is empty
        }

        var id = Encoding.Latin1.GetString(head[..(version == 2 ? 3 : 4)]);
        var length = version switch
        {
            2 => (head[3] << 16) | (head[4] << 8) | head[5],
            3 => BitConverter.ToUInt32([head[7], head[6], head[5], head[4]]),
            _ => Syncsafe(head[4..]),
        };
        if (length > end - file.Position)
        {
            texts.Damage("A frame of its tag is longer than the tag.");
            return false;
        }

        var flags = version == 4 ? head[9] : 0;
        if (id is not ("TXXX" or "TXX" or "COMM" or "COM") || (version == 3 && (head[9] & 0xC0) != 0) || (flags & 0x0C) != 0)
        {
            file.Position += length; // of no use, packed or encrypted
        }
        else if (file.Take(length) is { } body)
        {
            ReadText(id[0] == 'T', Body(body, stuffed || (flags & 0x02) != 0, (flags & 0x01) != 0), texts);
        }
        else
        {
            texts.TooLong(id);
        }

        return true;
    }

    // Without the length that may stand before, and without the zeros that were put behind each 255.
    private static ReadOnlySpan<byte> Body(byte[] body, bool stuffed, bool hasLength)
    {
        var start = hasLength ? Math.Min(4, body.Length) : 0;
        if (!stuffed)
        {
            return body.AsSpan(start);
        }

        var length = start;
        for (var i = start; i < body.Length; i++)
        {
            body[length++] = body[i];
            i += body[i] == 0xFF && i + 1 < body.Length && body[i + 1] == 0 ? 1 : 0;
        }

        return body.AsSpan(start, length - start);
    }

    // Coding, for remarks a language, a name, 0, the text.
    private static void ReadText(bool isNamed, ReadOnlySpan<byte> body, FoundTexts texts)
    {
        var nameAt = isNamed ? 1 : 4;
        if (body.Length <= nameAt)
        {
            return;
        }

        var isWide = body[0] is 1 or 2;
        var rest = body[nameAt..];
        var end = isWide ? WideEnd(rest) : rest.IndexOf((byte)0);
        if (end < 0)
        {
            texts.Damage("A text of its tag has no name.");
            return;
        }

        var name = isNamed ? Name(body[0], rest[..end]) : "comment";
        var text = rest[Math.Min(rest.Length, end + (isWide ? 2 : 1))..];
        if (isWide)
        {
            var (encoding, marks) = Wide(body[0], text);
            texts.Add(name, text[marks..], encoding);
        }
        else
        {
            texts.Add(name, text);
        }
    }

    private static string Name(byte coding, ReadOnlySpan<byte> name)
    {
        var (encoding, marks) = coding is 1 or 2 ? Wide(coding, name) : (coding == 3 ? Encoding.UTF8 : Encoding.Latin1, 0);
        return name.Length > 2 * LongestName ? "" : encoding.GetString(name[marks..]);
    }

    private static (Encoding Encoding, int Marks) Wide(byte coding, ReadOnlySpan<byte> text) => text switch
    {
        [0xFE, 0xFF, ..] when coding == 1 => (Encoding.BigEndianUnicode, 2),
        [0xFF, 0xFE, ..] when coding == 1 => (Encoding.Unicode, 2),
        _ => (coding == 1 ? Encoding.Unicode : Encoding.BigEndianUnicode, 0),
    };

    private static int WideEnd(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i + 1 < text.Length; i += 2)
        {
            if (text[i] == 0 && text[i + 1] == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static long Syncsafe(ReadOnlySpan<byte> bytes) => ((bytes[0] & 0x7F) << 21) | ((bytes[1] & 0x7F) << 14) | ((bytes[2] & 0x7F) << 7) | (bytes[3] & 0x7F);
}
