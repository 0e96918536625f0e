using System.Buffers.Binary;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>EXIF and XMP chunks of WebP (RFC 9649).</summary>
internal static class WebpText
{
    private const int FirstChunk = 12;
    internal const byte AlphaFlag = 0x10;
    internal const byte ExifFlag = 0x08;

    internal static void Read(ReadOnlySpan<byte> file, TextCollector texts)
    {
        for (var rest = file[FirstChunk..]; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - 8)
            {
                return;
            }

            var body = rest.Slice(8, (int)length);
            if (rest.StartsWith("EXIF"u8))
            {
                ExifText.Read(body, texts);
            }
            else if (rest.StartsWith("XMP "u8))
            {
                texts.Add(ImageMetadata.XmpKey, body, Encoding.UTF8);
            }

            rest = rest[Math.Min(rest.Length, 8 + (int)length + ((int)length & 1))..];
        }
    }

    /// <summary>The picture of the file without what its encoder put around it, with an EXIF chunk at its end where there are texts.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> file, IReadOnlyList<TextEntry> texts)
    {
        var picture = PictureChunks(file);
        if (texts.Count == 0 && picture.AsSpan().StartsWith("VP8"u8))
        {
            return Riff(picture);
        }

        var exif = ExifChunk(texts);
        return Riff([.. ExtendedHeader(file, exif.Length > 0 ? ExifFlag : (byte)0), .. picture, .. exif]);
    }

    /// <summary>The texts as a chunk, or nothing where there are none.</summary>
    internal static byte[] ExifChunk(IReadOnlyList<TextEntry> texts)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        byte[] exif = [.. ExifText.Prefix, .. ExifText.Write(texts)];
        return [.. "EXIF"u8, .. LittleEndian(exif.Length), .. exif, .. new byte[exif.Length & 1]];
    }

    private static byte[] Riff(byte[] chunks) => [.. "RIFF"u8, .. LittleEndian(chunks.Length + 4), .. "WEBP"u8, .. chunks];

    // Alpha and colour of a still picture, with their headers and padding.
    internal static byte[] PictureChunks(ReadOnlySpan<byte> file)
    {
        var chunks = new List<byte>(file.Length);
        for (var rest = file[FirstChunk..]; rest.Length >= 8;)
        {
            var length = 8 + BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            length += length & 1;
            if (rest.StartsWith("VP8 "u8) || rest.StartsWith("VP8L"u8) || rest.StartsWith("ALPH"u8))
            {
                chunks.AddRange(rest[..length]);
            }

            rest = rest[length..];
        }

        return [.. chunks];
    }

    // VP8X, 10, flags, 3 reserved bytes, width - 1 and height - 1 in 24 bits each
    private static byte[] ExtendedHeader(ReadOnlySpan<byte> file, byte flags)
    {
        var size = ImageHeader.Read(file) ?? throw new NodeFailure("The WebP file has no size in its header, so no texts can be put into it.");
        var header = new byte[18];
        "VP8X"u8.CopyTo(header);
        header[4] = 10;
        // A lossless stream states its alpha in bit 28 of its own header.
        var alpha = file[FirstChunk..].StartsWith("VP8X"u8) ? file[FirstChunk + 8] & AlphaFlag
            : file[FirstChunk..].StartsWith("VP8L"u8) ? file[FirstChunk + 12] & AlphaFlag : 0;
        header[8] = (byte)(flags | alpha);
        LittleEndian((int)size.Width - 1).AsSpan(0, 3).CopyTo(header.AsSpan(12));
        LittleEndian((int)size.Height - 1).AsSpan(0, 3).CopyTo(header.AsSpan(15));
        return header;
    }

    internal static byte[] LittleEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
