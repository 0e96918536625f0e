using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>Texts in the boxes of ISO's base media format and QuickTime: in moov, its udta and their meta, as lists of items (ilst) under names (keys), four letters, or free ones. Where moov stands does not count.</summary>
internal static class Mp4File
{
    private const int MostKeys = 4096;
    private const int LongestKey = 1024;
    private const uint Utf16 = 2;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 0;
        foreach (var box in Boxes(file, file.Length, texts))
        {
            if (box.Type is "moov")
            {
                ReadMovie(file, box, texts);
            }
            else if (box.Type is "meta")
            {
                ReadMeta(file, box, texts);
            }
        }
    }

    private static void ReadMovie(MediaSource file, Box movie, FoundTexts texts)
    {
        foreach (var box in movie.Inside(file, texts))
        {
            if (box.Type is "meta")
            {
                ReadMeta(file, box, texts);
            }
            else if (box.Type is "udta")
            {
                ReadUserData(file, box, texts);
            }
        }
    }

    private static void ReadUserData(MediaSource file, Box data, FoundTexts texts)
    {
        foreach (var box in data.Inside(file, texts))
        {
            if (box.Type is "meta")
            {
                ReadMeta(file, box, texts);
            }
            else if (box.Type[0] == '\u00A9' && box.Length > 4 && FoundTexts.IsWanted(box.Type) && file.Take(box.Length) is { } text)
            {
                texts.Add(box.Type, text.AsSpan(4)); // its length and language stand before it
            }
        }
    }

    private static void ReadMeta(MediaSource file, Box meta, FoundTexts texts)
    {
        // ISO's box has a version before its boxes; QuickTime's has none.
        Span<byte> head = stackalloc byte[8];
        if (meta.Length < head.Length)
        {
            return;
        }

        file.Read(head);
        var inside = head[4..].SequenceEqual("hdlr"u8) ? meta : meta with { Start = meta.Start + 4 };
        List<string> keys = [];
        foreach (var box in inside.Inside(file, texts))
        {
            if (box.Type is "keys")
            {
                keys = ReadKeys(file, box);
            }
            else if (box.Type is "ilst")
            {
                foreach (var item in box.Inside(file, texts))
                {
                    ReadItem(file, item, keys, texts);
                }
            }
        }
    }

    private static List<string> ReadKeys(MediaSource file, Box box)
    {
        var keys = new List<string>();
        file.Position += 4; // its version
        for (var count = file.UInt32(); keys.Count < Math.Min(count, MostKeys) && box.End - file.Position >= 8;)
        {
            file.CountPiece();
            var length = (long)file.UInt32() - 8;
            file.Position += 4; // where names come from
            if (length < 0 || length > box.End - file.Position)
            {
                break;
            }

            if (length > LongestKey)
            {
                keys.Add("");
                file.Position += length;
            }
            else
            {
                keys.Add(Encoding.UTF8.GetString(file.Take(length) ?? []));
            }
        }

        return keys;
    }

    private static void ReadItem(MediaSource file, Box item, List<string> keys, FoundTexts texts)
    {
        var key = item.Number is > 0 and <= MostKeys && item.Number <= keys.Count ? keys[(int)item.Number - 1] : item.Type;
        foreach (var box in item.Inside(file, texts))
        {
            if (box.Type is "name" && box.Length is > 4 and <= LongestKey)
            {
                file.Position += 4;
                key = Encoding.UTF8.GetString(file.Take(box.Length - 4) ?? []);
            }
            else if (box.Type is "data" && box.Length >= 8)
            {
                ReadData(file, box, Plain(key), texts);
            }
        }
    }

    private static void ReadData(MediaSource file, Box box, string key, FoundTexts texts)
    {
        var type = file.UInt32();
        file.Position += 4; // country and language
        if (!FoundTexts.IsWanted(key))
        {
            texts.Name(key);
        }
        else if (file.Take(box.Length - 8) is not { } text)
        {
            texts.TooLong(key);
        }
        else if (type == Utf16)
        {
            texts.Add(key, text, Encoding.BigEndianUnicode);
        }
        else
        {
            texts.Add(key, text);
        }
    }

    // com.apple.quicktime.comment and the like.
    private static string Plain(string key) => key.StartsWith("com.", StringComparison.Ordinal) ? key[(key.LastIndexOf('.') + 1)..] : key;

    // Where each box stands is known before anybody looks into it, so it does not matter how far that one reads.
    private static IEnumerable<Box> Boxes(MediaSource file, long end, FoundTexts texts)
    {
        var head = new byte[8];
        while (end - file.Position >= 8)
        {
            file.CountPiece();
            var start = file.Position;
            file.Read(head);
            var number = (uint)((head[4] << 24) | (head[5] << 16) | (head[6] << 8) | head[7]);
            var length = (long)(uint)((head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3]);
            length = length switch
            {
                0 => end - start,
                1 when end - start >= 16 => (long)Math.Min(((ulong)file.UInt32() << 32) | file.UInt32(), long.MaxValue),
                _ => length,
            };
            if (length < file.Position - start)
            {
                texts.Damage("A box has no length that can be; what follows was not looked at.");
                yield break;
            }

            if (length > end - start)
            {
                texts.Damage("A box is longer than what it stands in; the file is not whole.");
                length = end - start;
            }

            yield return new Box(Encoding.Latin1.GetString(head, 4, 4), number, file.Position, start + length);
            file.Position = start + length;
        }
    }

    private readonly record struct Box(string Type, uint Number, long Start, long End)
    {
        public long Length => End - Start;

        public IEnumerable<Box> Inside(MediaSource file, FoundTexts texts)
        {
            file.Position = Start;
            return Boxes(file, End, texts);
        }
    }
}
