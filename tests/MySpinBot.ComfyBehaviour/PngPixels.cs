using System.Buffers.Binary;
using System.IO.Compression;

namespace MySpinBot.ComfyBehaviour;

/// <summary>The colours of an 8-bit RGB picture, read here without the library that wrote them.</summary>
internal sealed record PngPixels(int Width, int Height, byte[] Values)
{
    private const int Channels = 3;

    public int Least => Values.Min();

    public int Most => Values.Max();

    public double Mean => Values.Average(value => (double)value);

    public static PngPixels Read(byte[] png)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        (png[24], png[25], png[28]).ShouldBe(((byte)8, (byte)2, (byte)0), "only 8-bit RGB that is not interlaced is read");
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        return new PngPixels(width, height, Unfiltered(rows, width * Channels, height));
    }

    private static byte[] Unfiltered(Stream rows, int stride, int height)
    {
        var values = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            var row = values.AsSpan(y * stride, stride);
            var above = y > 0 ? values.AsSpan((y - 1) * stride, stride) : new byte[stride];
            rows.ReadExactly(row);
            for (var x = 0; x < stride; x++)
            {
                int left = x >= Channels ? row[x - Channels] : 0, corner = x >= Channels ? above[x - Channels] : 0;
                row[x] += (byte)(filter switch
                {
                    1 => left,
                    2 => above[x],
                    3 => (left + above[x]) / 2,
                    4 => Paeth(left, above[x], corner),
                    _ => 0,
                });
            }
        }

        return values;
    }

    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner, a = Math.Abs(guess - left), b = Math.Abs(guess - above), c = Math.Abs(guess - corner);
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }
}
