using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The tags of Matroska and WebM (RFC 9559): names and texts in SimpleTag elements. Elements are walked by their lengths; those without one, as live streams have them, are walked through.</summary>
internal static class MatroskaFile
{
    private const uint Segment = 0x18538067;
    private const uint Tags = 0x1254C367;
    private const uint Tag = 0x7373;
    private const uint SimpleTag = 0x67C8;
    private const uint TagName = 0x45A3;
    private const uint TagString = 0x4487;
    private const long Unknown = -1;
    private const int LongestName = 1024;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 0;
        while (file.Left > 0)
        {
            if (Element(file) is not var (id, length))
            {
                texts.Damage("An element has no number or length that can be; what follows was not looked at.");
                return;
            }

            if (id == Tags)
            {
                ReadTags(file, length == Unknown ? file.Length : Math.Min(file.Length, file.Position + length), texts);
            }
            else if (id != Segment && length != Unknown)
            {
                Skip(file, length);
            }
        }
    }

    private static void ReadTags(MediaSource file, long end, FoundTexts texts)
    {
        string? name = null;
        byte[]? early = null; // a text that stands before its name
        while (file.Position < end)
        {
            if (Element(file) is not var (id, length))
            {
                texts.Damage("A tag has no number or length that can be; what follows was not looked at.");
                file.Position = end;
                return;
            }

            switch (id)
            {
                case Tag or SimpleTag:
                    (name, early) = (null, null);
                    break;
                case TagName when length is >= 0 and <= LongestName:
                    name = Encoding.UTF8.GetString(file.Take(length) ?? []).TrimEnd('\0');
                    Add(name, early, texts);
                    break;
                case TagString when length >= 0 && (name is null || FoundTexts.IsWanted(name)):
                    early = file.Take(length);
                    Add(name, early, texts);
                    if (early is null)
                    {
                        texts.TooLong(name ?? "");
                    }

                    break;
                default:
                    Skip(file, Math.Max(0, length));
                    break;
            }
        }
    }

    private static void Add(string? name, byte[]? text, FoundTexts texts)
    {
        if (name is not null && text is not null)
        {
            texts.Add(name, text);
        }
        else if (name is not null && !FoundTexts.IsWanted(name))
        {
            texts.Name(name);
        }
    }

    private static void Skip(MediaSource file, long length) => file.Position += length > file.Left ? throw new EndOfStreamException() : length;

    // Numbers of one to eight bytes, whose first says by its leading zeros how many there are (RFC 8794, 4). The id keeps that mark, the length does not.
    private static (uint Id, long Length)? Element(MediaSource file)
    {
        file.CountPiece();
        return Number(file, 4, keepMark: true) is { } id && Number(file, 8, keepMark: false) is { } length ? ((uint)id, length) : null;
    }

    private static long? Number(MediaSource file, int longest, bool keepMark)
    {
        Span<byte> bytes = stackalloc byte[8];
        file.Read(bytes[..1]);
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0] << 24) + 1;
        if (length > longest)
        {
            return null;
        }

        file.Read(bytes[1..length]);
        var mark = 0x80 >> (length - 1);
        long number = keepMark ? bytes[0] : bytes[0] & ~mark;
        var allOnes = (bytes[0] | mark) == (byte)(0xFF >> (length - 1));
        foreach (var next in bytes[1..length])
        {
            number = (number << 8) | next;
            allOnes &= next == 0xFF;
        }

        return allOnes && !keepMark ? Unknown : number;
    }
}
