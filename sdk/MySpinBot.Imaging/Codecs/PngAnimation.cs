using System.Buffers.Binary;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The frames of an animated PNG file (PNG specification, third edition, 11.3.7).</summary>
internal static class PngAnimation
{
    private const int SignatureLength = 8;
    private const int Frame = 12; // length, type, checksum
    private const int HeaderLength = SignatureLength + Frame + 13;

    internal static byte[] Write(IReadOnlyList<byte[]> frames, Image size, int milliseconds, IReadOnlyList<TextEntry> texts)
    {
        using var file = new MemoryStream();
        file.Write(frames[0].AsSpan(0, HeaderLength));
        Chunk(file, "acTL"u8, [.. Int32(frames.Count), 0, 0, 0, 0]); // for ever
        var sequence = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            Chunk(file, "fcTL"u8, [.. Int32(sequence++), .. Int32(size.Width), .. Int32(size.Height), .. new byte[8], .. Delay(milliseconds), 0, 0]);
            foreach (var pixels in PixelChunks(frames[i]))
            {
                if (i == 0)
                {
                    Chunk(file, "IDAT"u8, pixels.Span);
                }
                else
                {
                    Chunk(file, "fdAT"u8, [.. Int32(sequence++), .. pixels.Span]);
                }
            }
        }

        foreach (var text in texts)
        {
            Chunk(file, "comf"u8, [.. Encoding.ASCII.GetBytes(text.Key), 0, .. Encoding.Latin1.GetBytes(text.Text)]);
        }

        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> PixelChunks(byte[] png)
    {
        for (var at = SignatureLength; at + Frame <= png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                yield return png.AsMemory(at + 8, length);
            }

            at += length + Frame;
        }
    }

    // Numerator and denominator of seconds, 16 bits each.
    private static byte[] Delay(int milliseconds)
    {
        var (number, parts) = milliseconds <= ushort.MaxValue ? (milliseconds, 1000) : (Math.Min(ushort.MaxValue, milliseconds / 1000), 1);
        return [(byte)(number >> 8), (byte)number, (byte)(parts >> 8), (byte)parts];
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        byte[] named = [.. name, .. body];
        file.Write(Int32(body.Length));
        file.Write(named);
        file.Write(Int32((int)Crc32.Of(named)));
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
