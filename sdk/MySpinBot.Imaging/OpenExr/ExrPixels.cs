using System.Buffers.Binary;
using System.IO.Compression;

namespace MySpinBot.Imaging;

/// <summary>The pixels of an OpenEXR file: blocks of 16 rows, each row its channels one after the other, each block deflated.</summary>
internal sealed class ExrPixels(float[] picture, int width, int height, int channels, SceneLight light)
{
    private const int RowsOfBlock = 16;

    /// <summary>Channels in the order of the file, which is that of the alphabet.</summary>
    internal static string Names(int channels) => channels switch { 1 => "Y", 3 => "BGR", _ => "ABGR" };

    internal byte[] File(byte[] header, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        file.Write(header);
        var blocks = (height + RowsOfBlock - 1) / RowsOfBlock;
        var offsets = new byte[8 * blocks];
        file.Write(offsets);
        for (var block = 0; block < blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            BinaryPrimitives.WriteInt64LittleEndian(offsets.AsSpan(8 * block), file.Position);
            var top = block * RowsOfBlock;
            var rows = Rows(top, Math.Min(RowsOfBlock, height - top));
            var packed = Deflated(rows);
            var body = packed.Length < rows.Length ? packed : rows;
            file.Write(WebpText.LittleEndian(top));
            file.Write(WebpText.LittleEndian(body.Length));
            file.Write(body);
        }

        file.Position = header.Length;
        file.Write(offsets);
        return file.ToArray();
    }

    private byte[] Rows(int top, int count)
    {
        var bytes = new byte[checked(count * width * channels * 4)];
        var at = 0;
        for (var y = top; y < top + count; y++)
        {
            // The file's order is the picture's, backwards.
            for (var channel = channels - 1; channel >= 0; channel--)
            {
                for (var x = 0; x < width; x++, at += 4)
                {
                    var value = picture[(((y * width) + x) * channels) + channel];
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), channel == 3 ? value : ToLinear(value, light));
                }
            }
        }

        return bytes;
    }

    private static float ToLinear(float value, SceneLight light) => light switch
    {
        SceneLight.Srgb => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f),
        SceneLight.Hlg => value <= 0.5f ? Math.Max(0, value) * value / 3 : (MathF.Exp((value - 0.55991073f) / 0.17883277f) + 0.28466892f) / 12,
        _ => value,
    };

    // First the bytes at even places, then those at odd ones; of these, differences.
    private static byte[] Deflated(byte[] rows)
    {
        var half = (rows.Length + 1) / 2;
        var sorted = new byte[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            sorted[(i & 1) == 0 ? i / 2 : half + (i / 2)] = rows[i];
        }

        for (var i = sorted.Length - 1; i > 0; i--)
        {
            sorted[i] = (byte)(sorted[i] - sorted[i - 1] + 128);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(sorted);
        }

        return packed.ToArray();
    }
}
