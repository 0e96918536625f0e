using System.Buffers.Binary;

namespace MySpinBot.Imaging;

/// <summary>What the first bytes of an image file claim. Costs nothing and proves nothing.</summary>
/// <param name="Format">The format that its magic number names, whatever the file is called.</param>
/// <param name="Width">Columns, as claimed.</param>
/// <param name="Height">Rows, as claimed.</param>
public readonly record struct ImageHeader(ImageFormat Format, long Width, long Height)
{
    /// <summary>The header of a PNG, JPEG, WebP, GIF or BMP file; null where there is none, or for other kinds.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file) => FormatOf(file) switch
    {
        ImageFormat.Png when file.Length >= 33 && file[12..16].SequenceEqual("IHDR"u8)
            => new(ImageFormat.Png, BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..])),
        ImageFormat.Gif when file.Length >= 13
            => new(ImageFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
        ImageFormat.Webp => OfWebp(file),
        ImageFormat.Bmp => OfBmp(file),
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
            : file.Length >= 18 && file.StartsWith("BM"u8) && file[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && file[15..18].IndexOfAnyExcept((byte)0) < 0 ? ImageFormat.Bmp
            : null;

    /// <summary>The name of a kind of picture that people have and that is not read, or null.</summary>
    internal static string? NameOfUnread(ReadOnlySpan<byte> file)
        => file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8) && (file[8..10].SequenceEqual("he"u8) || file[8..10].SequenceEqual("mi"u8) || file[8..10].SequenceEqual("ms"u8)) ? "a HEIC"
            : file[..Math.Min(file.Length, 1024)].IndexOf("<svg"u8) >= 0 ? "an SVG"
            : file.StartsWith("8BPS"u8) ? "a Photoshop"
            : file.StartsWith("%PDF"u8) ? "a PDF"
            : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || (file.Length >= 8 && file[4..8].SequenceEqual("JXL "u8)) ? "a JPEG XL"
            : null;

    private static ImageHeader? OfBmp(ReadOnlySpan<byte> file)
    {
        var old = file[14] == 12;
        if (file.Length < 14 + file[14])
        {
            return null;
        }

        return old
            ? new(ImageFormat.Bmp, BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]))
            : new(ImageFormat.Bmp, BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])));
    }

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
