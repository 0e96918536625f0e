using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Weights.Heads;

/// <summary>The head of a safetensors file: eight bytes with its length, then JSON with the place of every tensor. No length that the file states is believed before it is checked.</summary>
internal static class SafetensorsHead
{
    private const string Format = "safetensors";
    private const long MostBytes = 100L << 20;
    private const int MostMetadata = 1 << 20;

    /// <summary>What is said, and whether all bytes are there.</summary>
    public static WeightFacts Look(SafeFileHandle file, long length)
    {
        if (Read(file, length) is not { } header)
        {
            return WeightFacts.Damaged(Format, "The file is no safetensors file, or ends within its head: it was not downloaded to its end, or is something else.");
        }

        try
        {
            return Look(header, length - sizeof(long) - header.Length);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return WeightFacts.Damaged(Format, "The head of the file is no JSON of the form that safetensors files have.");
        }
    }

    /// <summary>The bytes of the head; null where the file has none, or is none of this kind.</summary>
    public static byte[]? Read(SafeFileHandle file, long length)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (length <= sizeof(long) || WeightHead.Fill(file, prefix, 0) != prefix.Length)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (size is < 2 or > MostBytes || size > length - sizeof(long))
        {
            return null;
        }

        var header = new byte[size];
        return WeightHead.Fill(file, header, sizeof(long)) == header.Length ? header : null;
    }

    /// <summary>The object <c>__metadata__</c>; null where there is none.</summary>
    public static JsonElement? Metadata(ReadOnlySpan<byte> header, int mostBytes = int.MaxValue)
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
                if (!wanted)
                {
                    reader.Skip();
                    continue;
                }

                var start = reader.TokenStartIndex;
                var whole = reader; // a copy, to see how long it is before it is taken
                whole.Skip();
                return reader.TokenType == JsonTokenType.StartObject && whole.BytesConsumed - start <= mostBytes ? JsonElement.ParseValue(ref reader) : null;
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WeightFacts Look(byte[] header, long data)
    {
        var reader = new Utf8JsonReader(header);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        var (tensors, parameters, end, types) = (0, 0L, 0L, new SortedDictionary<string, int>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("__metadata__"u8))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            var (type, numbers, last) = Tensor(ref reader);
            types[type] = types.GetValueOrDefault(type) + 1;
            (tensors, parameters, end) = (tensors + 1, checked(parameters + numbers), Math.Max(end, last));
        }

        return new WeightFacts
        {
            Format = Format,
            Damage = end > data ? $"The file ends {end - data} bytes too early: it was not downloaded to its end." : end < data ? $"The file has {data - end} bytes behind its last tensor that belong to nothing." : null,
            Tensors = tensors,
            Parameters = parameters,
            NumberTypes = types,
            Metadata = Whole(Metadata(header, MostMetadata)),
        };
    }

    // A text with half a character in it cannot be shown; then nothing is.
    private static JsonElement? Whole(JsonElement? metadata) => metadata is { } given && JsonTexts.AreWhole(JsonMarshal.GetRawUtf8Value(given)) ? given : null;

    private static (string Type, long Numbers, long End) Tensor(ref Utf8JsonReader reader)
    {
        using var tensor = JsonDocument.ParseValue(ref reader);
        var numbers = 1L;
        foreach (var side in tensor.RootElement.GetProperty("shape").EnumerateArray())
        {
            numbers = checked(numbers * side.GetInt64());
        }

        var offsets = tensor.RootElement.GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        return begin >= 0 && end >= begin && numbers >= 0 && tensor.RootElement.GetProperty("dtype").GetString() is { Length: <= 16 } type ? (type, numbers, end) : throw new JsonException();
    }
}
