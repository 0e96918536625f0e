using System.Collections.Frozen;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Which keywords of JSON Schema a grammar follows, which say nothing of what is accepted, and why others are refused.</summary>
internal static class Keywords
{
    private static readonly FrozenSet<string> Followed = FrozenSet.Create(
        "$ref", "$defs", "definitions", "allOf", "anyOf", "oneOf", "type", "enum", "const", "nullable",
        "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
        "items", "prefixItems", "additionalItems", "minItems", "maxItems",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    private static readonly FrozenSet<string> SayNothing = FrozenSet.Create(
        "$schema", "$id", "$comment", "$vocabulary", "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
        "contentEncoding", "contentMediaType", "discriminator", "externalDocs", "xml", "name", "strict", "markdownDescription", "enumNames", "enumDescriptions", "~standard");

    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["uniqueItems"] = "a grammar cannot compare items",
        ["not"] = "a grammar says what may come, not what may not: say what is accepted instead",
        ["if"] = "write anyOf with one schema for each case instead",
        ["then"] = "write anyOf with one schema for each case instead",
        ["else"] = "write anyOf with one schema for each case instead",
        ["contains"] = "a grammar cannot wait for an item that fits: use prefixItems",
        ["dependentRequired"] = "write anyOf with one schema for each case instead",
        ["dependentSchemas"] = "write anyOf with one schema for each case instead",
        ["dependencies"] = "write anyOf with one schema for each case instead",
        ["unevaluatedProperties"] = "write additionalProperties where the properties are",
        ["unevaluatedItems"] = "write items where prefixItems is",
        ["$dynamicRef"] = "use $ref",
        ["$recursiveRef"] = "use $ref",
        ["$anchor"] = "refer to places by $ref with a pointer such as #/$defs/name",
        ["contentSchema"] = "the text of a string is not looked into",
    }.ToFrozenDictionary();

    /// <summary>Refuses a schema with keywords that a grammar cannot follow, by name and place.</summary>
    public static void Check(SchemaPlace place)
    {
        foreach (var keyword in place.Schema.EnumerateObject())
        {
            if (Followed.Contains(keyword.Name) || SayNothing.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal) || Idle(keyword))
            {
                continue;
            }

            throw new NodeFailure($"The schema's keyword \"{keyword.Name}\" at {place.Pointer} is not supported: {Reasons.GetValueOrDefault(keyword.Name, "it is no keyword that a grammar follows; leave it out, or begin its name with x-")}.");
        }
    }

    /// <summary>Whether a keyword that is not followed asks for nothing here.</summary>
    private static bool Idle(JsonProperty keyword) => keyword.Name switch
    {
        "uniqueItems" => keyword.Value.ValueKind is JsonValueKind.False,
        "unevaluatedProperties" or "unevaluatedItems" => keyword.Value.ValueKind is JsonValueKind.True,
        "dependentRequired" or "dependentSchemas" or "dependencies" => keyword.Value.ValueKind is JsonValueKind.Object && !keyword.Value.EnumerateObject().Any(),
        _ => false,
    };
}
