using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The chunks of RIFF: EXIF in WebP (RFC 9649), remarks and ID3 in WAV.</summary>
internal static class RiffFile
{
    private const int Head = 12;

    public static void ReadWebp(MediaSource file, FoundTexts texts) => ReadChunks(file, texts, static (type, file, length, texts) =>
    {
        if (type is "EXIF" && Body(file, length, type, texts) is { } exif)
        {
            ExifBlock.Read(exif, file, texts);
        }
        else if (type is "XMP ")
        {
            texts.Name("XMP");
        }
    });

    public static void ReadWave(MediaSource file, FoundTexts texts) => ReadChunks(file, texts, static (type, file, length, texts) =>
    {
        if (type is "LIST" && Body(file, length, type, texts) is { } list && list.AsSpan().StartsWith("INFO"u8))
        {
            ReadInfo(list.AsSpan(4), texts);
        }
        else if (type is "id3 " or "ID3 " && Body(file, length, type, texts) is { } tag)
        {
            Id3Tag.Read(file.Inside(tag), texts);
        }
    });

    private delegate void ChunkReader(string type, MediaSource file, long length, FoundTexts texts);

    private static void ReadChunks(MediaSource file, FoundTexts texts, ChunkReader read)
    {
        file.Position = Head;
        Span<byte> type = stackalloc byte[4];
        while (file.Left >= 8)
        {
            file.CountPiece();
            file.Read(type);
            var length = (long)file.UInt32(little: true);
            var body = file.Position;
            if (length > file.Left)
            {
                texts.Damage("The file ends in the middle of a chunk; it is not whole.");
                length = file.Left;
            }

            read(Encoding.Latin1.GetString(type), file, length, texts);
            file.Position = body + length + (length & 1);
        }
    }

    private static byte[]? Body(MediaSource file, long length, string type, FoundTexts texts)
    {
        var body = file.Take(length);
        if (body is null)
        {
            texts.TooLong(type);
        }

        return body;
    }

    private static void ReadInfo(ReadOnlySpan<byte> info, FoundTexts texts)
    {
        while (info.Length >= 8)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(info[4..]), (uint)(info.Length - 8));
            texts.Add(Encoding.Latin1.GetString(info[..4]), info.Slice(8, length));
            info = info[Math.Min(info.Length, 8 + length + (length & 1))..];
        }
    }
}
