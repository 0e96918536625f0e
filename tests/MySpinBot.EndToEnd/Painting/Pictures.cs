using System.Buffers.Binary;
using System.IO.Compression;

namespace MySpinBot.EndToEnd.Painting;

/// <summary>Pictures as PNG files, written here so that a test needs no other.</summary>
internal static class Pictures
{
    /// <summary>A picture of slow colours with a hole in its middle, where it is transparent.</summary>
    public static byte[] WithHole(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                // Each row begins with how it was filtered: not at all.
                packed.WriteByte(0);
                for (var x = 0; x < width; x++)
                {
                    var isHole = Math.Abs((2 * x) - width) < width / 2 && Math.Abs((2 * y) - height) < height / 2;
                    packed.Write([(byte)(255 * x / width), (byte)(255 * y / height), 90, isHole ? (byte)0 : (byte)255]);
                }
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 6);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>Width and height of a PNG file.</summary>
    public static (int Width, int Height) SizeOf(ReadOnlySpan<byte> png) => (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));

    /// <summary>The packed pixels of a PNG file, without what is said beside them.</summary>
    public static byte[] PixelsOf(byte[] png)
    {
        using var pixels = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                pixels.Write(png, at + 8, length);
            }

            at += 12 + length;
        }

        return pixels.ToArray();
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        kind.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Sum(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    // The checksum of PNG, section D of its specification, bit by bit.
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var each in bytes)
        {
            sum ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        return ~sum;
    }
}
