using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Animated WebP (RFC 9649, 2.7.1): every frame a WebP whose picture chunks are put into one file.</summary>
internal sealed class AnimatedWebpWriter(Image images, double fps, Stream file)
{
    private const byte AnimationFlag = 0x02;

    // What was there stays, and the frame's pixels replace it, transparent ones too.
    private const byte DoNotBlend = 0x02;

    internal void Write(WebpEncoding encoding, IReadOnlyList<TextEntry> texts, Action<int>? progress, CancellationToken cancellation)
    {
        var start = file.Position;
        var alpha = images.Channels is 2 or 4 ? WebpText.AlphaFlag : (byte)0;
        var exif = WebpText.ExifChunk(texts);
        file.Write([.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, (byte)(AnimationFlag | alpha | (exif.Length > 0 ? WebpText.ExifFlag : 0)), 0, 0, 0]);
        file.Write([.. Int24(images.Width - 1), .. Int24(images.Height - 1)]);
        file.Write([.. "ANIM"u8, 6, 0, 0, 0, .. new byte[6]]);
        new AnimationFrames(images, encoding, step: 2).Encode(WriteFrame, progress, cancellation);
        file.Write(exif);

        var length = file.Position - start - 8;
        if (length > uint.MaxValue - 1)
        {
            throw new NodeFailure($"The animation would have {length} bytes, and WebP ends at 4 GiB; save fewer or smaller pictures, or a video.");
        }

        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)length);
        file.Position = start + 4;
        file.Write(size);
        file.Seek(0, SeekOrigin.End);
    }

    private void WriteFrame(int index, ChangedArea area, byte[] webp)
    {
        var picture = WebpText.PictureChunks(webp);
        var milliseconds = (int)(StartOf(index + 1) - StartOf(index));
        file.Write([.. "ANMF"u8, .. WebpText.LittleEndian(picture.Length + 16)]);
        file.Write([.. Int24(area.Left / 2), .. Int24(area.Top / 2), .. Int24(area.Width - 1), .. Int24(area.Height - 1), .. Int24(milliseconds), DoNotBlend]);
        file.Write(picture);
    }

    // Rounded as a point in time, so that many frames together take as long as they should.
    private long StartOf(int frame) => (long)Math.Floor(frame * 1000m / (decimal)fps);

    private static byte[] Int24(int value) => WebpText.LittleEndian(value)[..3];
}
