using System.Buffers.Binary;

namespace MySpinBot.Imaging;

/// <summary>What the first bytes of an image file claim. Costs nothing and proves nothing.</summary>
/// <param name="Format">The format that its magic number names, whatever the file is called.</param>
/// <param name="Width">Columns, as claimed.</param>
/// <param name="Height">Rows, as claimed.</param>
public readonly record struct ImageHeader(ImageFormat Format, long Width, long Height)
{
    /// <summary>The header of a PNG, JPEG, WebP or GIF file; null where there is none, or for other kinds.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file) => FormatOf(file) switch
    {
        ImageFormat.Png when file.Length >= 33 && file[12..16].SequenceEqual("IHDR"u8)
            => new(ImageFormat.Png, BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..])),
        ImageFormat.Gif when file.Length >= 13
            => new(ImageFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
        ImageFormat.Webp => OfWebp(file),
        ImageFormat.Jpeg => OfJpeg(file),
        _ => null,
    };

    /// <summary>The format that the magic number names, or null.</summary>
    public static ImageFormat? FormatOf(ReadOnlySpan<byte> file)
        => file.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n\u001A\n"u8]) ? ImageFormat.Png
            : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? ImageFormat.Jpeg
            : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8) ? ImageFormat.Webp
            : file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) ? ImageFormat.Gif
            : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? ImageFormat.Tiff
            : file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8) && (file[8..12].SequenceEqual("avif"u8) || file[8..12].SequenceEqual("avis"u8)) ? ImageFormat.Avif
            : null;

    private static ImageHeader? OfJpeg(ReadOnlySpan<byte> file)
    {
        foreach (var (marker, range) in new JpegSegments(file))
        {
            var body = file[range];

            // SOF0 to SOF15, without DHT, JPG and DAC which lie between them
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && body.Length >= 6)
            {
                return new(ImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]));
            }
        }

        return null;
    }

    private static ImageHeader? OfWebp(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30)
        {
            return null;
        }

        var body = file[20..];
        if (file[12..16].SequenceEqual("VP8X"u8))
        {
            return new(ImageFormat.Webp, (BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(body[6..]) >> 8) + 1);
        }

        if (file[12..16].SequenceEqual("VP8L"u8) && body[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return new(ImageFormat.Webp, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return file[12..16].SequenceEqual("VP8 "u8) && body[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? new(ImageFormat.Webp, BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF)
            : null;
    }
}
