using System.Buffers.Binary;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>APNG (PNG specification, third edition, 11.3.6): every frame a PNG whose pixel chunks are put into one file.</summary>
internal sealed class AnimatedPngWriter(Image images, double fps, Stream file)
{
    private readonly (ushort Numerator, ushort Denominator) _delay = Delay(fps);
    private uint _sequence;

    internal void Write(PngEncoding encoding, IReadOnlyList<TextEntry> texts, Action<int>? progress, CancellationToken cancellation)
    {
        file.Write(PngChunks.Signature);
        new AnimationFrames(images, encoding, step: 1).Encode(WriteFrame, progress, cancellation);
        foreach (var text in texts)
        {
            file.Write(PngText.Chunk(text, PngText.ComfyType));
        }

        PngChunks.Write(file, "IEND"u8);
    }

    private void WriteFrame(int index, ChangedArea area, byte[] png)
    {
        foreach (var chunk in new PngChunks(png))
        {
            var type = png.AsSpan(chunk.Checked)[..4];
            var body = png[chunk.Body];
            if (index == 0 && type.SequenceEqual("IHDR"u8))
            {
                // Played without end.
                PngChunks.Write(file, type, body);
                PngChunks.Write(file, "acTL"u8, BigEndian((uint)images.Batch), BigEndian(0));
                WriteControl(area);
            }
            else if (index == 0 && type.SequenceEqual("IDAT"u8))
            {
                PngChunks.Write(file, type, body);
            }
            else if (type.SequenceEqual("IHDR"u8))
            {
                WriteControl(area);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                PngChunks.Write(file, "fdAT"u8, BigEndian(_sequence++), body);
            }
        }
    }

    // Sequence, size, place, delay; then: what was there stays (0), and is overwritten (0).
    private void WriteControl(ChangedArea area)
    {
        var delay = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(delay, _delay.Numerator);
        BinaryPrimitives.WriteUInt16BigEndian(delay.AsSpan(2), _delay.Denominator);
        PngChunks.Write(
            file, "fcTL"u8, BigEndian(_sequence++), BigEndian((uint)area.Width), BigEndian((uint)area.Height), BigEndian((uint)area.Left), BigEndian((uint)area.Top), delay);
    }

    // 16 bits each, in seconds: two decimals of fps fit up to 655, whole frames a second beyond.
    private static (ushort Numerator, ushort Denominator) Delay(double fps)
    {
        var scale = fps <= 655 ? 100 : 1;
        var frames = (int)Math.Round(fps * scale);
        var common = (int)BigInteger.GreatestCommonDivisor(frames, scale);
        return ((ushort)(scale / common), (ushort)(frames / common));
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
