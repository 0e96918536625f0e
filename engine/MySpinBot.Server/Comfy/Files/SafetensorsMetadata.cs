using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The texts at the head of a safetensors file. No length that the file states is believed before it is checked.</summary>
internal static class SafetensorsMetadata
{
    private const long MostHeaderBytes = 32L << 20;

    /// <summary>The object <c>__metadata__</c>; null where the file has none, or is none of this kind.</summary>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static JsonElement? Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= sizeof(long) ? null : ReadHeader(path, length);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The model's head cannot be read");
        }
    }

    // [length of the head: 8, little-endian][head: JSON][tensors]
    private static JsonElement? ReadHeader(string path, long length)
    {
        using var file = File.OpenHandle(path);
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (RandomAccess.Read(file, prefix, 0) != prefix.Length)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (size is < 2 or > MostHeaderBytes || size > length - sizeof(long))
        {
            return null;
        }

        var header = new byte[size];
        var filled = 0;
        while (filled < header.Length && RandomAccess.Read(file, header.AsSpan(filled), sizeof(long) + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled == header.Length ? Metadata(header) : null;
    }

    private static JsonElement? Metadata(ReadOnlySpan<byte> header)
    {
        try
        {
            var reader = new Utf8JsonReader(header);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var wanted = reader.ValueTextEquals("__metadata__"u8);
                reader.Read();
                if (wanted)
                {
                    return reader.TokenType == JsonTokenType.StartObject ? JsonElement.ParseValue(ref reader) : null;
                }

                reader.Skip();
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
