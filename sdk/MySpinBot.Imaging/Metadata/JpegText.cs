using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Imaging;

/// <summary>Texts in JPEG: an EXIF segment where they fit its 64 KiB; longer ones in numbered application segments of our own, as ICC profiles do it.</summary>
internal static class JpegText
{
    private const int MaxBody = 65533;
    private const byte App1 = 0xE1;
    private const byte App15 = 0xEF;

    private static ReadOnlySpan<byte> XmpPrefix => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> OwnPrefix => "MySpinBot\0"u8;

    internal static void Read(ReadOnlySpan<byte> file, TextCollector texts)
    {
        using var longTexts = new MemoryStream();
        foreach (var segment in new JpegSegments(file))
        {
            var body = file[segment.Body];
            if (segment.Marker == App1 && body.StartsWith(ExifText.Prefix))
            {
                ExifText.Read(body, texts);
            }
            else if (segment.Marker == App1 && body.StartsWith(XmpPrefix))
            {
                texts.Add(ImageMetadata.XmpKey, body[XmpPrefix.Length..], Encoding.UTF8);
            }
            else if (segment.Marker == App15 && body.StartsWith(OwnPrefix) && longTexts.Length <= ImageMetadata.MaxTotalBytes)
            {
                longTexts.Write(body[OwnPrefix.Length..]);
            }
        }

        ReadLong(longTexts.GetBuffer().AsSpan(0, (int)longTexts.Length), texts);
    }

    /// <summary>The file with the texts right after the JFIF segment, or at its start.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> file, IReadOnlyList<TextEntry> texts)
    {
        var position = file.Length > 6 && file[3] == 0xE0 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(file[4..]) : 2;
        var inExif = new List<TextEntry>();
        var room = MaxBody - ExifText.Prefix.Length - 14;
        foreach (var text in texts)
        {
            // Directory entry, key, colon and final zero come with the text.
            var length = Encoding.UTF8.GetByteCount(text.Text) + text.Key.Length + 14;
            if (length <= room)
            {
                room -= length;
                inExif.Add(text);
            }
        }

        using var result = new MemoryStream();
        result.Write(file[..position]);
        if (inExif.Count > 0)
        {
            WriteSegment(result, App1, [.. ExifText.Prefix, .. ExifText.Write(inExif)]);
        }

        WriteLong(result, [.. texts.Except(inExif)]);
        result.Write(file[position..]);
        return result.ToArray();
    }

    // Each text: "key:" text 0, one after the other, cut wherever a segment is full.
    private static void WriteLong(Stream file, TextEntry[] texts)
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => $"{text.Key}:{text.Text}\0")));
        foreach (var part in all.Chunk(MaxBody - OwnPrefix.Length))
        {
            WriteSegment(file, App15, [.. OwnPrefix, .. part]);
        }
    }

    private static void ReadLong(ReadOnlySpan<byte> all, TextCollector texts)
    {
        for (int end; (end = all.IndexOf((byte)0)) >= 0; all = all[(end + 1)..])
        {
            var colon = all[..end].IndexOf((byte)':');
            if (colon > 0 && Encoding.UTF8.GetString(all[..Math.Min(colon, 80)]) is var key && TextEntry.IsKey(key))
            {
                texts.Add(key, all[(colon + 1)..end], Encoding.UTF8);
            }
        }
    }

    private static void WriteSegment(Stream file, byte marker, ReadOnlySpan<byte> body)
    {
        var length = body.Length + 2;
        file.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.Write(body);
    }
}
