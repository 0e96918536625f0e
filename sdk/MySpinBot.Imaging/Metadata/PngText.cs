using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The text chunks of PNG (PNG specification, third edition, 11.3.3): tEXt, zTXt and iTXt; and ComfyUI's comf.</summary>
internal static class PngText
{
    /// <summary>ComfyUI's own chunk for the texts of animations. It is laid out like tEXt.</summary>
    internal static ReadOnlySpan<byte> ComfyType => "comf"u8;

    internal static void Read(ReadOnlySpan<byte> file, TextCollector texts)
    {
        foreach (var chunk in new PngChunks(file))
        {
            var type = file[chunk.Checked][..4];
            if (type[1..].SequenceEqual("EXt"u8) || type[1..].SequenceEqual("TXt"u8) || type.SequenceEqual(ComfyType))
            {
                ReadText(file[chunk.Checked], chunk.Checksum, texts);
            }
        }
    }

    /// <summary>The file with the texts after its first chunk, where every reader has seen them before the pixels come.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> file, IReadOnlyList<TextEntry> texts)
    {
        const int head = PngChunks.SignatureLength + PngChunks.Frame + 13;
        if (ImageHeader.Read(file) is null)
        {
            throw new NodeFailure("The PNG file does not begin with its header chunk, so no texts can be put into it.");
        }

        var chunks = texts.Select(text => Chunk(text, "tEXt"u8)).ToArray();
        var result = new byte[file.Length + chunks.Sum(chunk => chunk.Length)];
        file[..head].CopyTo(result);
        var position = head;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(result, position);
            position += chunk.Length;
        }

        file[head..].CopyTo(result.AsSpan(position));
        return result;
    }

    /// <summary>A text as a chunk of this type where it is ASCII, as iTXt otherwise.</summary>
    // keyword 0 text, or for iTXt: keyword 0, not compressed, method 0, no language 0, no translated keyword 0, UTF-8
    internal static byte[] Chunk(TextEntry entry, ReadOnlySpan<byte> asciiType)
    {
        var ascii = Ascii.IsValid(entry.Text);
        byte[] body = [.. ascii ? asciiType : "iTXt"u8, .. Encoding.ASCII.GetBytes(entry.Key), 0, .. ascii ? [] : new byte[4], .. Encoding.UTF8.GetBytes(entry.Text)];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length - 4);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc32.Of(body));
        return chunk;
    }

    private static void ReadText(ReadOnlySpan<byte> typeAndBody, uint checksum, TextCollector texts)
    {
        var body = typeAndBody[4..];
        var end = body.IndexOf((byte)0);
        if (end is < 1 or > 79 || Crc32.Of(typeAndBody) != checksum)
        {
            return;
        }

        var key = Encoding.Latin1.GetString(body[..end]);
        var text = body[(end + 1)..];
        switch (typeAndBody[0])
        {
            case (byte)'t' or (byte)'c':
                texts.Add(key, text, Encoding.Latin1);
                break;
            case (byte)'z' when text is [0, ..]:
                AddInflated(key, text[1..], Encoding.Latin1, texts);
                break;
            case (byte)'i' when text is [0 or 1, _, ..]:
                ReadInternational(key, text[0] == 1, text[2..], texts);
                break;
        }
    }

    private static void ReadInternational(string key, bool compressed, ReadOnlySpan<byte> text, TextCollector texts)
    {
        for (var names = 0; names < 2; names++)
        {
            var end = text.IndexOf((byte)0);
            if (end < 0)
            {
                return;
            }

            text = text[(end + 1)..];
        }

        if (compressed)
        {
            AddInflated(key, text, Encoding.UTF8, texts);
        }
        else
        {
            texts.Add(key, text, Encoding.UTF8);
        }
    }

    private static void AddInflated(string key, ReadOnlySpan<byte> packed, Encoding encoding, TextCollector texts)
    {
        using var inflated = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[8192];
            for (int read; inflated.Length <= texts.Room && (read = zlib.Read(buffer)) > 0;)
            {
                inflated.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return;
        }

        texts.Add(key, inflated.GetBuffer().AsSpan(0, (int)inflated.Length), encoding);
    }
}
