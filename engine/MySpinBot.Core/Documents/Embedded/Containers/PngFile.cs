using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The text chunks of PNG (PNG specification, third edition, 11.3.3), wherever they stand: tEXt, zTXt, iTXt, and ComfyUI's comf, which is laid out like tEXt. A wrong checksum is told, and the text taken.</summary>
internal static class PngFile
{
    private const int LongestKey = 79;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = Signature.Length;
        Span<byte> type = stackalloc byte[4];
        while (true)
        {
            file.CountPiece();
            if (file.Left == 0)
            {
                texts.Damage("The file has no end chunk; it is not whole.");
                return;
            }

            var length = file.UInt32();
            file.Read(type);
            if (type.SequenceEqual("IEND"u8))
            {
                return;
            }

            if (length > int.MaxValue || type.ContainsAnyExcept(Letters))
            {
                texts.Damage("A chunk has no length or type that can be; what follows was not looked at.");
                return;
            }

            if (!IsText(type))
            {
                Skip(file, length + 4L);
            }
            else if (file.Take(length) is { } body)
            {
                ReadText(type, body, file.UInt32(), file, texts);
            }
            else
            {
                texts.TooLong(Encoding.Latin1.GetString(type));
                Skip(file, 4);
            }
        }
    }

    private static bool IsText(ReadOnlySpan<byte> type) => type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8) || type.SequenceEqual("comf"u8);

    private static void Skip(MediaSource file, long count)
    {
        if (count > file.Left)
        {
            throw new EndOfStreamException();
        }

        file.Position += count;
    }

    private static void ReadText(ReadOnlySpan<byte> type, byte[] body, uint checksum, MediaSource file, FoundTexts texts)
    {
        var end = body.AsSpan().IndexOf((byte)0);
        if (end is < 1 or > LongestKey)
        {
            texts.Damage("A text has no name.");
            return;
        }

        var key = Encoding.Latin1.GetString(body, 0, end);
        if (FoundTexts.IsWanted(key) && Crc32.Of(type, body) != checksum)
        {
            texts.Damage($"The checksum of the text {Sentences.Shown.Name(key)} is wrong; it may not be what was written.");
        }

        var text = body.AsSpan(end + 1);
        switch (type[0])
        {
            case (byte)'z' when text is [0, ..]:
                Unpack(key, text[1..], file, texts);
                break;
            case (byte)'i' when text is [0 or 1, _, ..]:
                ReadInternational(key, text[0] == 1, text[2..], file, texts);
                break;
            case (byte)'t' or (byte)'c':
                texts.Add(key, text);
                break;
            default:
                texts.Damage($"The text {Sentences.Shown.Name(key)} is packed in a way that is not known.");
                break;
        }
    }

    private static void ReadInternational(string key, bool packed, ReadOnlySpan<byte> text, MediaSource file, FoundTexts texts)
    {
        // The language, and the name in that language.
        for (var names = 0; names < 2; names++)
        {
            text = text[(text.IndexOf((byte)0) + 1)..];
        }

        if (packed)
        {
            Unpack(key, text, file, texts);
        }
        else
        {
            texts.Add(key, text);
        }
    }

    private static void Unpack(string key, ReadOnlySpan<byte> packed, MediaSource file, FoundTexts texts)
    {
        if (!FoundTexts.IsWanted(key))
        {
            texts.Name(key);
            return;
        }

        using var text = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[65536];
            for (int read; (read = zlib.Read(buffer)) > 0;)
            {
                text.Write(buffer, 0, read);
                if (text.Length > texts.Room || !file.MayWork(read))
                {
                    texts.TooLong(key);
                    return;
                }
            }
        }
        catch (InvalidDataException)
        {
            texts.Damage($"The text {Sentences.Shown.Name(key)} cannot be unpacked.");
            return;
        }

        texts.Add(key, text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    // ISO 3309, as PNG has it (annex D).
    private static class Crc32
    {
        private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (value, _) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320))];

        public static uint Of(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body) => ~On(On(uint.MaxValue, type), body);

        private static uint On(uint crc, ReadOnlySpan<byte> bytes)
        {
            foreach (var one in bytes)
            {
                crc = Table[(byte)(crc ^ one)] ^ (crc >> 8);
            }

            return crc;
        }
    }
}
