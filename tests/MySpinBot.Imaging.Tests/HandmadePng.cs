using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MySpinBot.Imaging.Tests;

/// <summary>PNG files made and read by hand, so that tests do not judge the library by itself.</summary>
internal static class HandmadePng
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Palette = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A file with unfiltered rows.</summary>
    public static byte[] File(uint width, uint height, byte depth, byte colour, byte[] rows, params byte[][] chunksBeforePixels)
    {
        var rowLength = height == 0 ? 0 : rows.Length / (int)Math.Min(height, Math.Max(1, rows.Length));
        var filtered = rows.Chunk(Math.Max(1, rowLength)).SelectMany(row => row.Prepend((byte)0)).ToArray();
        return [.. Signature, .. Header(width, height, depth, colour), .. chunksBeforePixels.SelectMany(chunk => chunk), .. Chunk("IDAT", Deflated(filtered)), .. Chunk("IEND", [])];
    }

    public static byte[] Header(uint width, uint height, byte depth, byte colour)
    {
        var body = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(body, width);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(4), height);
        (body[8], body[9]) = (depth, colour);
        return Chunk("IHDR", body);
    }

    public static byte[] Chunk(string type, byte[] body)
    {
        var chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), Checksum(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }

    public static byte[] Deflated(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return result.ToArray();
    }

    public static List<(string Type, byte[] Body)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)).ShouldBe(Checksum(file.AsSpan(at + 4, length + 4)));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }

    /// <summary>The 8-bit levels of a grey file, its row filters undone.</summary>
    public static byte[] Levels(byte[] file)
    {
        var chunks = Chunks(file);
        var width = BinaryPrimitives.ReadInt32BigEndian(chunks[0].Body);
        chunks[0].Body[8..10].ShouldBe(new byte[] { 8, Grey });
        using var zlib = new ZLibStream(new MemoryStream([.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Body)]), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return [.. raw.ToArray().Chunk(width + 1).SelectMany(Unfiltered)];
    }

    private static byte[] Unfiltered(byte[] row)
    {
        row[0].ShouldBeOneOf((byte)0, (byte)1);
        for (var i = 2; row[0] == 1 && i < row.Length; i++)
        {
            row[i] += row[i - 1];
        }

        return row[1..];
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
