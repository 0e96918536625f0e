using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Grammars (llama.cpp's GBNF) of JSON that a JSON Schema accepts.</summary>
public static class JsonGrammar
{
    /// <summary>A grammar, rule <c>root</c>, of any JSON object.</summary>
    public static string OfAnyObject => throw new NotSupportedException();

    /// <summary>A grammar whose every text is JSON that the schema accepts.</summary>
    /// <exception cref="NodeFailure">The schema is wrong, too large, or has a keyword that is not supported, which is named with its place.</exception>
    public static string Of(JsonElement schema) => throw new NotSupportedException();

    /// <summary>What is wrong with JSON by a schema, in sentences with places; none where it is accepted.</summary>
    public static IReadOnlyList<string> Faults(JsonElement schema, JsonElement value) => throw new NotSupportedException();
}
