using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Grammars (llama.cpp's GBNF) of JSON that a JSON Schema accepts. docs/STRUCTURED-OUTPUT.md says which keywords are followed and how.</summary>
public static class JsonGrammar
{
    /// <summary>The most characters of a grammar.</summary>
    internal const int MostCharacters = 4 << 20;

    private static readonly Lazy<string> AnyObject = new(() => Of(JsonSerializer.SerializeToElement(new { type = "object" })));

    /// <summary>A grammar, rule <c>root</c>, of any JSON object; what is in it nests 32 levels deep.</summary>
    public static string OfAnyObject => AnyObject.Value;

    /// <summary>A grammar, rule <c>root</c>, whose every text is JSON that the schema accepts: JSON Schema up to draft 2020-12, as OpenAI's, Pydantic's, zod's and .NET's clients write it.</summary>
    /// <exception cref="NodeFailure">The schema is wrong, too large, accepts nothing, or has a keyword that is not supported, which is named with its place.</exception>
    public static string Of(JsonElement schema)
    {
        var document = new SchemaDocument(schema);
        var rules = Pruning.Of(new ValueRules(document).Make(new(document.Root)));
        if (rules.Count == 0)
        {
            throw new NodeFailure("The schema accepts no JSON that ends: what it asks for contradicts itself or refers to itself for ever.");
        }

        var grammar = GrammarText.Of(rules);
        return grammar.Length <= MostCharacters ? grammar
            : throw new NodeFailure($"The grammar of the schema has {grammar.Length} characters; at most {MostCharacters} are used. Ask for fewer or shorter things at once.");
    }

    /// <summary>What is wrong with JSON by a schema, in sentences with places; none where it is accepted. At most 20 are told.</summary>
    /// <exception cref="NodeFailure">The schema is wrong, or has a pattern or format that is not supported.</exception>
    public static IReadOnlyList<string> Faults(JsonElement schema, JsonElement value) => SchemaCheck.Faults(new(schema), value);
}
