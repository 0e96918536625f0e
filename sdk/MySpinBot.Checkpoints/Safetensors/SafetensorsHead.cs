using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Safetensors;

/// <summary>A tensor and its place behind the head.</summary>
internal sealed record HeadTensor(TensorEntry Entry, long Begin, long End);

/// <summary>Reads the JSON of a safetensors file token by token; nothing is kept but what is wanted.</summary>
internal static class SafetensorsHead
{
    public const string NotOfTheForm = "has a head that is no JSON of the form that safetensors files have";

    private const int LongestType = 16;

    /// <summary>The tensors by where they begin, and the texts of <c>__metadata__</c>.</summary>
    public static (List<HeadTensor> Tensors, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> head, CheckpointFile file)
    {
        try
        {
            return Parse(new Utf8JsonReader(head), file);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // The reader throws InvalidOperationException for a token of another kind and for half a surrogate pair.
            throw CheckpointException.Of(file.Name, $"{NotOfTheForm}: {fault.Message}", fault);
        }
    }

    private static (List<HeadTensor> Tensors, Dictionary<string, string> Metadata) Parse(Utf8JsonReader reader, CheckpointFile file)
    {
        var (tensors, metadata, names) = (new List<HeadTensor>(), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        Expect(ref reader, JsonTokenType.StartObject, file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw file.Fault($"{NotOfTheForm}: '{name}' stands in it twice.");
            }

            if (names.Count > Contents.MostTensors)
            {
                throw file.Refuse($"states more than {Contents.MostTensors} tensors.");
            }

            if (name == "__metadata__")
            {
                Texts(ref reader, metadata, file);
            }
            else
            {
                tensors.Add(Tensor(ref reader, name, file));
            }
        }

        reader.Read(); // throws where something else than white space follows
        tensors.Sort((left, right) => left.Begin != right.Begin ? left.Begin.CompareTo(right.Begin) : left.End != right.End ? left.End.CompareTo(right.End) : string.CompareOrdinal(left.Entry.Name, right.Entry.Name));
        return (tensors, metadata);
    }

    private static void Texts(ref Utf8JsonReader reader, Dictionary<string, string> metadata, CheckpointFile file)
    {
        Expect(ref reader, JsonTokenType.StartObject, file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, file);
            metadata[name] = reader.GetString()!;
        }
    }

    private static HeadTensor Tensor(ref Utf8JsonReader reader, string name, CheckpointFile file)
    {
        TensorType? type = null;
        ImmutableArray<long>? shape = null, place = null;
        Expect(ref reader, JsonTokenType.StartObject, file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                Expect(ref reader, JsonTokenType.String, file);
                type = reader.ValueSpan.Length <= LongestType && reader.GetString() is var given && SafetensorsTypes.TryGet(given!, out var known) ? known
                    : throw file.Refuse($"holds '{name}' as numbers of a type that is not read, {(reader.ValueSpan.Length <= LongestType ? $"'{reader.GetString()}'" : "with a long name")}; F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I8 to I64, U8 to U64 and BOOL are.");
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                shape = Numbers(ref reader, Views.Extent.MostDimensions, name, file);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                place = Numbers(ref reader, 2, name, file);
            }
            else
            {
                throw file.Fault($"{NotOfTheForm}: '{name}' has a field that there is not.");
            }
        }

        return type is { } of && shape is { } sides && place is [var begin, var end] && begin <= end
            ? new HeadTensor(new TensorEntry(name, of, sides), begin, end)
            : throw file.Fault($"{NotOfTheForm}: '{name}' needs dtype, shape, and data_offsets with a beginning before its end.");
    }

    private static ImmutableArray<long> Numbers(ref Utf8JsonReader reader, int most, string name, CheckpointFile file)
    {
        Expect(ref reader, JsonTokenType.StartArray, file);
        var numbers = ImmutableArray.CreateBuilder<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
            {
                throw file.Fault($"{NotOfTheForm}: '{name}' has a shape or a place that is none.");
            }

            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? numbers.ToImmutable() : throw file.Fault($"{NotOfTheForm}: '{name}' has a shape or a place that is none.");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, CheckpointFile file)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw file.Fault($"{NotOfTheForm}.");
        }
    }
}
