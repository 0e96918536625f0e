using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>Bytes to JSON, within limits. Every token is looked at once before anything is built, so that nothing later meets text that cannot be decoded.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What is wrong; null where <paramref name="root"/> was read.</summary>
    public static GraphProblem? Parse(ReadOnlyMemory<byte> utf8, ReadLimits limits, out JsonElement root)
    {
        root = default;
        if (utf8.Length > limits.MaxBytes)
        {
            return new GraphProblem(
                ProblemCodes.DocumentTooLarge, null, null, $"The document has more than {limits.MaxBytes} bytes, which is the most that is taken. Put large data into files and name those.");
        }

        var json = utf8.Span.StartsWith(ByteOrderMark) ? utf8.Span[ByteOrderMark.Length..] : utf8.Span;
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Malformed("The document is empty; a graph is a JSON object.");
        }

        if (!Utf8.IsValid(json))
        {
            return Malformed("The document is not UTF-8; save it as UTF-8.");
        }

        if (Scan(json, limits) is { } fault)
        {
            // Python writes NaN into what ComfyUI embeds; taken as a text, it is refused only where a number is wanted.
            if (PythonNumbers.Quoted(json) is not { } quoted || Scan(quoted, limits) is not null)
            {
                return fault;
            }

            json = quoted;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        root = JsonElement.ParseValue(ref reader);
        return root.ValueKind == JsonValueKind.Object ? null : Malformed($"The document is {Shown.Value(root)}; a graph is a JSON object.");
    }

    /// <summary>Any JSON value; null for a text that is none.</summary>
    public static JsonElement? Value(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        if (Scan(json, ReadLimits.Default) is not null)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ReadLimits.Default.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    private static GraphProblem? Scan(ReadOnlySpan<byte> json, ReadLimits limits)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= limits.MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return new GraphProblem(
                        ProblemCodes.DocumentTooLarge, null, null, $"The document nests lists and objects more than {limits.MaxDepth} deep {Place(json, (int)reader.TokenStartIndex)}; that is the most that is taken.");
                }

                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString(); // half a surrogate pair can be escaped, but is no text
                }
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return Malformed($"The document has a text with half a character (an escaped surrogate without its other half) {Place(json, (int)reader.TokenStartIndex)}.");
        }
        catch (JsonException exception)
        {
            return Malformed($"The document is not JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: {Reason(exception)}");
        }
    }

    // The reader's own sentence ends with the position, which stands in ours already.
    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private static string Place(ReadOnlySpan<byte> json, int index)
    {
        var before = json[..Math.Min(index, json.Length)];
        return $"(line {before.Count((byte)'\n') + 1}, column {index - (before.LastIndexOf((byte)'\n') + 1) + 1})";
    }

    private static GraphProblem Malformed(string sentence) => new(ProblemCodes.MalformedDocument, null, null, sentence);
}
