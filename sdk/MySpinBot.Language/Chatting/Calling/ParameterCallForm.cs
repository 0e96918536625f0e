using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Calls whose arguments are told one by one between marks, texts as they are and everything else as JSON: <c>&lt;function=name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;&lt;/function&gt;</c>.</summary>
internal sealed class ParameterCallForm : CallForm
{
    /// <summary>Begins a call.</summary>
    public required string Open { get; init; }

    /// <summary>Ends it.</summary>
    public required string Close { get; init; }

    /// <summary>Between the marks, as models were taught it.</summary>
    public required string Gap { get; init; }

    /// <summary>Stands before the name.</summary>
    public required string BeforeName { get; init; }

    /// <summary>Stands behind the name; empty where a key or the end does.</summary>
    public required string AfterName { get; init; }

    /// <summary>Stands before a key.</summary>
    public required string BeforeKey { get; init; }

    /// <summary>Stands behind a key.</summary>
    public required string AfterKey { get; init; }

    /// <summary>Stands before a value.</summary>
    public required string BeforeValue { get; init; }

    /// <summary>Stands behind a value.</summary>
    public required string AfterValue { get; init; }

    /// <summary>Stands behind the last value; empty for nothing.</summary>
    public required string AfterCall { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Opens => [Open];

    /// <inheritdoc/>
    public override CallReader Reader(string opened, CallLog log, IReadOnlyList<ToolDeclaration> tools) => new ParameterCallReader(this, log, tools);

    /// <inheritdoc/>
    public override void Write(JoinedGrammar grammar, IReadOnlyList<ToolDeclaration> tools, bool many)
    {
        grammar.Space();
        grammar.Rule("call", string.Join(" | ", tools.Select((tool, index) => Call(grammar, tool, index))));
        var one = $"{JoinedGrammar.Literal(Open + Gap + BeforeName)} call {JoinedGrammar.Literal(Close)}";
        grammar.Rule("calls", many ? $"{one} (ws {one}){{0,63}}" : one);
    }

    /// <summary>Whether a value is told as it is: where the schema says that it is a text, and nothing else.</summary>
    public static bool IsText(ToolDeclaration? tool, string key)
        => Property(tool, key) is not { ValueKind: JsonValueKind.Object } schema || (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "string");

    /// <summary>Whether the schema tells of a key.</summary>
    public static JsonElement? Property(ToolDeclaration? tool, string key)
        => tool?.Parameters is { ValueKind: JsonValueKind.Object } parameters && parameters.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(key, out var schema) ? schema : null;

    private string Call(JoinedGrammar grammar, ToolDeclaration tool, int index)
    {
        var schema = JoinedGrammar.Schema(tool);
        HashSet<string> needed = schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!)] : [];
        var parameters = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select((property, place) => Parameter(grammar, tool, property, $"tool{index}-{place}") + (needed.Contains(property.Name) ? "" : "?")) : [];
        return $"{JoinedGrammar.Literal(tool.Name + AfterName + Gap)} {string.Join(" ", parameters)} {JoinedGrammar.Literal(AfterCall + (AfterCall.Length > 0 ? Gap : ""))}";
    }

    private string Parameter(JoinedGrammar grammar, ToolDeclaration tool, JsonProperty property, string name)
    {
        string value;
        if (IsText(tool, property.Name) && !property.Value.TryGetProperty("enum", out _))
        {
            // Anything but what would end it.
            grammar.Rule("plain", "([^<] | \"<\" [^/])*");
            value = "plain";
        }
        else if (IsText(tool, property.Name))
        {
            value = $"({string.Join(" | ", property.Value.GetProperty("enum").EnumerateArray().Select(each => JoinedGrammar.Literal(each.ToString())))})";
        }
        else
        {
            value = grammar.Value(property.Value, JoinedGrammar.Anything, name);
        }

        return $"({JoinedGrammar.Literal(BeforeKey + property.Name + AfterKey + BeforeValue)} {value} {JoinedGrammar.Literal(AfterValue + Gap)})";
    }
}
