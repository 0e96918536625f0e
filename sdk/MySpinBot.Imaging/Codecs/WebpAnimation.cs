using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The frames of an animated WebP file (RFC 9649, 2.7.1).</summary>
internal static class WebpAnimation
{
    private const byte AnimationFlag = 0x02;
    private const byte AlphaFlag = 0x10;
    private const byte ExifFlag = 0x08;
    private const byte ReplaceWhatWasThere = 0x02;

    internal static byte[] Write(IReadOnlyList<byte[]> frames, Image size, int milliseconds, IReadOnlyList<TextEntry> texts)
    {
        byte[] measures = [.. Int24(size.Width - 1), .. Int24(size.Height - 1)];
        var flags = (byte)(AnimationFlag | (size.Channels == 4 ? AlphaFlag : 0) | (texts.Count > 0 ? ExifFlag : 0));
        using var file = new MemoryStream();
        file.Write("RIFF\0\0\0\0WEBP"u8);
        Chunk(file, "VP8X"u8, [flags, 0, 0, 0, .. measures]);
        Chunk(file, "ANIM"u8, new byte[6]); // no background, for ever
        foreach (var frame in frames)
        {
            Chunk(file, "ANMF"u8, [0, 0, 0, 0, 0, 0, .. measures, .. Int24(milliseconds), ReplaceWhatWasThere, .. WebpText.PictureChunks(frame)]);
        }

        if (texts.Count > 0)
        {
            Chunk(file, "EXIF"u8, [.. ExifText.Prefix, .. ExifText.Write(texts)]);
        }

        var bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        file.Write(name);
        file.Write(length);
        file.Write(body);
        if ((body.Length & 1) == 1)
        {
            file.WriteByte(0);
        }
    }

    private static byte[] Int24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
