using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Calls as JSON objects behind a mark: <c>&lt;tool_call&gt;{"name": …, "arguments": …}&lt;/tool_call&gt;</c>, <c>[TOOL_CALLS][{…}, {…}]</c>, a bare object, ….</summary>
internal sealed class JsonCallForm : CallForm
{
    /// <summary>Begins; empty for nothing, the object being bare.</summary>
    public required string Open { get; init; }

    /// <summary>Other texts that begin calls, which are read and never asked for.</summary>
    public IReadOnlyList<string> AlsoOpens { get; init; } = [];

    /// <summary>Ends.</summary>
    public string Close { get; init; } = "";

    /// <summary>Between mark and object, and object and mark, as models were taught it.</summary>
    public string Gap { get; init; } = "";

    /// <summary>Whether the objects are in a list; otherwise each has its own marks.</summary>
    public bool IsList { get; init; }

    /// <summary>Key of the name.</summary>
    public string NameKey { get; init; } = "name";

    /// <summary>Key of the arguments.</summary>
    public string ArgumentsKey { get; init; } = "arguments";

    /// <summary>Key of an id that is written behind the arguments; null for none.</summary>
    public string? IdKey { get; init; }

    /// <summary>Whether names that nobody declared are no calls.</summary>
    public bool OnlyKnown { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Opens => Open.Length == 0 ? AlsoOpens : [Open, .. AlsoOpens];

    /// <inheritdoc/>
    public override bool MayBeBare => Open.Length == 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Triggers => Open.Length == 0 ? [] : [Open];

    /// <inheritdoc/>
    public override CallReader Reader(string opened, CallLog log, IReadOnlyList<ToolDeclaration> tools)
    {
        var known = tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        return new JsonCallReader(Close, log, OnlyKnown ? known : null);
    }

    /// <inheritdoc/>
    public override void Write(JoinedGrammar grammar, IReadOnlyList<ToolDeclaration> tools, bool many)
    {
        grammar.Space();
        grammar.Rule("call", string.Join(" | ", tools.Select((tool, index) => Call(grammar, tool, index))));
        var gap = JoinedGrammar.Literal(Gap);
        var close = JoinedGrammar.Literal(Close);
        if (IsList)
        {
            var list = many ? "call (\",\" ws call){0,63}" : "call";
            grammar.Rule("calls", $"{JoinedGrammar.Literal(Open)} ws \"[\" ws {list} ws \"]\" {close}");
        }
        else
        {
            grammar.Rule("marked", $"{JoinedGrammar.Literal(Open)} {gap} call {gap} {close}");
            grammar.Rule("calls", many && Open.Length > 0 ? "marked (ws marked){0,63}" : "marked");
        }
    }

    private string Call(JoinedGrammar grammar, ToolDeclaration tool, int index)
    {
        var arguments = grammar.Arguments(tool, index);
        var id = IdKey is null ? "" : $" \",\" ws {JoinedGrammar.Literal(JsonSerializer.Serialize(IdKey, RelaxedJson.Text))} ws \":\" ws \"\\\"\" [a-zA-Z0-9]{{9}} \"\\\"\" ws";
        return $"\"{{\" ws {Key(NameKey)} {JoinedGrammar.Literal(JsonSerializer.Serialize(tool.Name, RelaxedJson.Text))} ws \",\" ws {Key(ArgumentsKey)} {arguments} ws{id} \"}}\"";
    }

    private static string Key(string key) => $"{JoinedGrammar.Literal(JsonSerializer.Serialize(key, RelaxedJson.Text))} ws \":\" ws";
}
