using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Calls whose name stands before their arguments: <c>&lt;function=name&gt;{…}&lt;/function&gt;</c>, DeepSeek's, Kimi's, GPT-OSS's, Mistral's newer.</summary>
internal sealed class NamedCallForm : CallForm
{
    /// <summary>Begins the calls, or each of them where <see cref="Close"/> ends each.</summary>
    public required string Open { get; init; }

    /// <summary>Other texts that begin calls, which are read and never asked for.</summary>
    public IReadOnlyList<string> AlsoOpens { get; init; } = [];

    /// <summary>Between that and a call, and before each further call of the same section.</summary>
    public string BeforeCall { get; init; } = "";

    /// <summary>Stands right before the name; empty where the head begins with it.</summary>
    public string BeforeName { get; init; } = "";

    /// <summary>Between name and arguments.</summary>
    public string BeforeArguments { get; init; } = "";

    /// <summary>Behind the arguments.</summary>
    public string AfterArguments { get; init; } = "";

    /// <summary>Between calls of a section; null where each call has a section of its own.</summary>
    public string? Between { get; init; }

    /// <summary>Ends the calls; empty where the arguments do.</summary>
    public string Close { get; init; } = "";

    /// <summary>Whether a name is followed by its number (<c>functions.name:0</c>), both being the call's id.</summary>
    public bool IsNumbered { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Opens => [Open, .. AlsoOpens];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Triggers => [Open];

    /// <inheritdoc/>
    public override CallReader Reader(string opened, CallLog log, IReadOnlyList<ToolDeclaration> tools) => new NamedCallReader(this, log);

    /// <summary>The name in a head; null where there is none.</summary>
    public (string Name, string? Id)? NameIn(string head)
    {
        var mark = BeforeName.Length == 0 ? 0 : head.LastIndexOf(BeforeName, StringComparison.Ordinal) is var at and >= 0 ? at + BeforeName.Length : -1;
        if (mark < 0)
        {
            return null;
        }

        var name = head[mark..].TrimStart();
        var end = 0;
        while (end < name.Length && (char.IsAsciiLetterOrDigit(name[end]) || name[end] is '_' or '-' or '.' || (IsNumbered && name[end] == ':')))
        {
            end++;
        }

        name = name[..end];
        if (!IsNumbered)
        {
            return name.Length > 0 ? (name, null) : null;
        }

        var bare = name.StartsWith("functions.", StringComparison.Ordinal) ? name["functions.".Length..] : name;
        return bare.Split(':')[0] is { Length: > 0 } called ? (called, name) : null;
    }

    /// <inheritdoc/>
    public override void Write(JoinedGrammar grammar, IReadOnlyList<ToolDeclaration> tools, bool many)
    {
        grammar.Space();
        var each = tools.Select((tool, index) =>
        {
            var name = JoinedGrammar.Literal(IsNumbered ? $"functions.{tool.Name}:" : tool.Name) + (IsNumbered ? " [0-9]{1,2}" : "");
            return $"{name} {JoinedGrammar.Literal(BeforeArguments)} {grammar.Arguments(tool, index)} {JoinedGrammar.Literal(AfterArguments)}";
        });
        grammar.Rule("call", string.Join(" | ", each));
        var (open, before, close) = (JoinedGrammar.Literal(Open), JoinedGrammar.Literal(BeforeCall), JoinedGrammar.Literal(Close));
        grammar.Rule("calls", Between is null
            ? many ? $"{open} {before} call {close} (ws {open} {before} call {close}){{0,63}}" : $"{open} {before} call {close}"
            : $"{open} {before} call{(many ? $" ({JoinedGrammar.Literal(Between)} {before} call){{0,63}}" : "")} {close}");
    }
}
