using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>The fields of an object of a request, each asked for by its name. A field that is absent or null was not given; those that nobody asks for are passed over, as clients send what only others know.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Where it stands: empty for the body, else <c>messages[0]</c>.</param>
internal readonly struct Fields(JsonElement json, string path)
{
    /// <summary>Where it stands.</summary>
    public string Path { get; } = path;

    /// <summary>The object as it is.</summary>
    public JsonElement Json { get; } = json;

    /// <summary>Where a field stands.</summary>
    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>The value of a field; null where it was not given.</summary>
    public JsonElement? Value(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether a field was given.</summary>
    public bool Has(string name) => Value(name) is not null;

    /// <summary>A text.</summary>
    public string? Text(string name, int longest = int.MaxValue)
        => Value(name) is not { } value ? null
            : value.ValueKind != JsonValueKind.String ? throw Wrong(name, value, "a text")
            : value.GetString()! is { } text && text.Length <= longest ? text
            : throw OpenAiRefusal.Wrong(At(name), $"'{At(name)}' has {value.GetString()!.Length} characters; it may have {longest}.");

    /// <summary>A text that must be there.</summary>
    public string NeededText(string name, int longest) => Text(name, longest) is { Length: > 0 } text ? text : throw OpenAiRefusal.Wrong(At(name), $"'{At(name)}' is missing; it must be a text.");

    /// <summary>Yes or no.</summary>
    public bool? Flag(string name)
        => Value(name) is not { } value ? null : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    /// <summary>A whole number. Clients write some of them with a point.</summary>
    public long? Whole(string name, long least, long most)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out var number) || IsWhole(value, out number)) && number >= least && number <= most ? number
            : throw Wrong(name, value, $"a whole number from {least} to {most}");

    /// <summary>A number.</summary>
    public double? Number(string name, double least, double most)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most ? number
            : throw Wrong(name, value, $"a number from {Shown.Number(least)} to {Shown.Number(most)}");

    /// <summary>An object.</summary>
    public Fields? Object(string name)
        => Value(name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? new Fields(value, At(name)) : throw Wrong(name, value, "an object");

    /// <summary>A list.</summary>
    public JsonElement? List(string name, int most)
        => Value(name) is not { } value ? null
            : value.ValueKind != JsonValueKind.Array ? throw Wrong(name, value, "a list")
            : value.GetArrayLength() <= most ? value
            : throw OpenAiRefusal.Wrong(At(name), $"'{At(name)}' has {value.GetArrayLength()} elements; it may have {most}.");

    /// <summary>One of some words.</summary>
    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            foreach (var word in words)
            {
                if (value.ValueEquals(word))
                {
                    return word;
                }
            }
        }

        throw Wrong(name, value, string.Join(", ", words.ToArray().Select(Shown.Name)) is var all && words.Length > 1 ? $"one of {all}" : all);
    }

    /// <summary>A field is not what it must be.</summary>
    public OpenAiRefusal Wrong(string name, JsonElement given, string wanted) => OpenAiRefusal.Wrong(At(name), $"'{At(name)}' is {Shown.Value(given)}; it must be {wanted}.");

    private static bool IsWhole(JsonElement value, out long whole)
    {
        var isWhole = value.TryGetDouble(out var number) && Math.Floor(number) == number && Math.Abs(number) < 1L << 53;
        whole = isWhole ? (long)number : 0;
        return isWhole;
    }
}
