namespace MySpinBot.Sdk.Generators;

/// <summary>A parameter that is an input.</summary>
/// <param name="Parameter">The parameter's own name.</param>
/// <param name="Name">Name in documents.</param>
/// <param name="Carried">Its type.</param>
internal sealed record InputDeclaration(string Parameter, string Name, Carried Carried)
{
    public string Description { get; init; } = "";

    public bool IsRequired { get; init; } = true;

    public Default Default { get; init; } = Default.None;

    public Limits Limits { get; init; } = Limits.None;

    /// <summary>Names of the properties of the descriptor that are true.</summary>
    public EquatableArray<string> Flags { get; init; }

    /// <summary>Values allowed for a text.</summary>
    public EquatableArray<string> Choices { get; init; }

    /// <summary>Expression of a hidden value; null for an ordinary input.</summary>
    public string? Hidden { get; init; }

    public string? FileFolder { get; init; }

    public EquatableArray<string> FileExtensions { get; init; }

    public bool IsLazy => Flags.Contains("IsLazy");
}

/// <summary>A default.</summary>
/// <param name="Described">Expression for the descriptor: a long, double, bool or string; null for none.</param>
/// <param name="Passed">Expression for the parameter; null for the type's own default.</param>
internal sealed record Default(string? Described, string? Passed)
{
    public static Default None { get; } = new(null, null);
}

/// <summary>Limits of a number.</summary>
internal sealed record Limits(double? Min, double? Max, double? Step)
{
    public static Limits None { get; } = new(null, null, null);
}
