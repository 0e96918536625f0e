using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Whether an answer is what was asked for.</summary>
internal static class StructuredAnswer
{
    /// <summary>Checks an answer that has ended.</summary>
    /// <param name="format">What it had to be.</param>
    /// <param name="end">Why it ended.</param>
    /// <param name="text">All of it; null where it is not looked at.</param>
    /// <param name="written">Tokens that it took.</param>
    /// <exception cref="NodeFailure">It was cut, or is something else.</exception>
    public static void Check(TextFormat format, TextEnd end, string? text, int written)
    {
        if (format.Kind == TextFormatKind.Text)
        {
            return;
        }

        if (end == TextEnd.Length)
        {
            throw new NodeFailure($"The answer was cut after {written} tokens, before what was asked for was whole. Allow more tokens, or a larger context where it is full; or ask for less at once.")
            {
                Input = nameof(TextRequest.MaxTokens),
                Code = "length",
            };
        }

        if (text is null)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var faults = format.Schema is { } schema && format.Kind == TextFormatKind.Schema ? JsonGrammar.Faults(schema, json.RootElement) : [];
            if (faults.Count > 0)
            {
                throw new NodeFailure($"The answer is not what the schema asks for: {string.Join(" ", faults.Take(3))}");
            }
        }
        catch (JsonException e)
        {
            // A text to stop at may have cut it, or the model ended before the grammar held.
            throw new NodeFailure("The answer is no whole JSON: it ended, or was stopped, before it was. Leave out texts to stop at that JSON may hold.", e);
        }
    }
}
