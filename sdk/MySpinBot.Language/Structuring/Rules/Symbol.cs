namespace MySpinBot.Language;

/// <summary>A part of an alternative of a rule.</summary>
internal abstract record Symbol
{
    /// <summary>A text.</summary>
    public sealed record Text(string Value) : Symbol;

    /// <summary>One character of a set.</summary>
    public sealed record Character(CharSet Set) : Symbol;

    /// <summary>What a rule gives.</summary>
    public sealed record Of(Rule Rule) : Symbol;

    /// <summary>What a rule gives, again and again.</summary>
    public sealed record Repeat(Rule Rule, int Least, int? Most) : Symbol;
}

/// <summary>A rule of a grammar: any of its alternatives. It is filled after it is made, since rules refer to each other.</summary>
internal sealed class Rule(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The alternatives; one without symbols is the empty text.</summary>
    public List<Symbol[]> Alternatives { get; } = [];
}
