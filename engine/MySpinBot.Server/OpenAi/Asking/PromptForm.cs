using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>A text that is given as it is or as tokens of the model.</summary>
/// <param name="Text">The text; null where it is given as tokens.</param>
/// <param name="Tokens">The tokens; null where it is given as text.</param>
internal readonly record struct GivenText(string? Text, IReadOnlyList<int>? Tokens);

/// <summary>Texts in the four forms of <c>prompt</c> and <c>input</c>: a text, texts, tokens, lists of tokens.</summary>
internal static class PromptForm
{
    private const int MostTokens = 1 << 20;

    /// <summary>Reads them.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="name">The field.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="mayBeEmpty">Whether a text may have no characters.</param>
    public static IReadOnlyList<GivenText> Read(Fields fields, string name, int most, bool mayBeEmpty)
    {
        if (fields.Value(name) is not { } value)
        {
            throw OpenAiRefusal.Wrong(name, $"'{name}' is missing; it must be a text, a list of texts, or tokens of the model.");
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [Text(value, name, mayBeEmpty)];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw fields.Wrong(name, value, "a text, a list of texts, or tokens of the model");
        }

        if (value.GetArrayLength() == 0)
        {
            throw OpenAiRefusal.Wrong(name, $"'{name}' is empty; there must be one text at least.");
        }

        if (value[0].ValueKind == JsonValueKind.Number)
        {
            return [new GivenText(null, Tokens(value, name))];
        }

        return value.GetArrayLength() <= most
            ? [.. value.EnumerateArray().Select((one, index) => One(one, $"{name}[{index}]", mayBeEmpty))]
            : throw OpenAiRefusal.Wrong(name, $"'{name}' has {value.GetArrayLength()} texts; it may have {most}.");
    }

    private static GivenText One(JsonElement value, string path, bool mayBeEmpty) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value, path, mayBeEmpty),
        JsonValueKind.Array => new GivenText(null, Tokens(value, path)),
        _ => throw OpenAiRefusal.Wrong(path, $"'{path}' is {Shown.Value(value)}; it must be a text, or tokens of the model."),
    };

    private static GivenText Text(JsonElement value, string path, bool mayBeEmpty)
        => value.GetString() is { } text && (text.Length > 0 || mayBeEmpty) ? new GivenText(text, null) : throw OpenAiRefusal.Wrong(path, $"'{path}' is empty; it must be a text of one character at least.");

    private static int[] Tokens(JsonElement list, string path)
    {
        if (list.GetArrayLength() is 0 or > MostTokens)
        {
            throw OpenAiRefusal.Wrong(path, $"'{path}' has {list.GetArrayLength()} tokens; it must have 1 to {MostTokens}.");
        }

        var tokens = new int[list.GetArrayLength()];
        var index = 0;
        foreach (var token in list.EnumerateArray())
        {
            tokens[index] = token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out var id) && id >= 0 ? id
                : throw OpenAiRefusal.Wrong($"{path}[{index}]", $"'{path}[{index}]' is {Shown.Value(token)}; it must be the id of a token, a whole number from 0.");
            index++;
        }

        return tokens;
    }
}
