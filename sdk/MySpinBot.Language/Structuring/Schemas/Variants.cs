namespace MySpinBot.Language;

/// <summary>One kind of value with all that is asked of it. What two places ask of the same kind is asked together.</summary>
internal abstract record Variant;

/// <summary>The null.</summary>
internal sealed record NullVariant : Variant;

/// <summary>True, false, or either.</summary>
internal sealed record BooleanVariant(bool True, bool False) : Variant;

/// <summary>Numbers within limits, or some numbers.</summary>
internal sealed record NumberVariant : Variant
{
    /// <summary>Whether it has no fraction.</summary>
    public bool Whole { get; init; }

    /// <summary>The least.</summary>
    public NumberLimit? Least { get; init; }

    /// <summary>The most.</summary>
    public NumberLimit? Most { get; init; }

    /// <summary>What it is a multiple of.</summary>
    public IReadOnlyList<ExactNumber> Steps { get; init; } = [];

    /// <summary>The numbers that it may be, as they are written; null for all.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Whether a number is within all of it but the choices.</summary>
    public bool Holds(ExactNumber number) =>
        (!Whole || number.IsWhole) && !(Least?.Excludes(number, below: true) ?? false) && !(Most?.Excludes(number, below: false) ?? false) && Steps.All(number.IsMultipleOf);
}

/// <summary>An end of a range of numbers.</summary>
/// <param name="Value">The number.</param>
/// <param name="Exclusive">Whether it is outside.</param>
internal readonly record struct NumberLimit(ExactNumber Value, bool Exclusive)
{
    /// <summary>Whether a number is beyond it.</summary>
    public bool Excludes(ExactNumber number, bool below)
    {
        var comparison = number.CompareTo(Value);
        return comparison == 0 ? Exclusive : comparison < 0 == below;
    }

    /// <summary>The one that lets fewer through.</summary>
    public static NumberLimit? Tighter(NumberLimit? one, NumberLimit? other, bool below)
    {
        if (one is not { } mine || other is not { } its)
        {
            return one ?? other;
        }

        var comparison = mine.Value.CompareTo(its.Value);
        return comparison == 0 ? mine with { Exclusive = mine.Exclusive || its.Exclusive } : comparison > 0 == below ? mine : its;
    }
}

/// <summary>Texts.</summary>
internal sealed record TextVariant : Variant
{
    /// <summary>Languages that it is in, all of them.</summary>
    public IReadOnlyList<Term> Languages { get; init; } = [];

    /// <summary>The fewest characters.</summary>
    public int Least { get; init; }

    /// <summary>The most characters; null for no limit.</summary>
    public int? Most { get; init; }
}

/// <summary>Lists.</summary>
internal sealed record ListVariant : Variant
{
    /// <summary>What each place asks of the items.</summary>
    public IReadOnlyList<ItemRules> Rules { get; init; } = [];

    /// <summary>The fewest items.</summary>
    public int Least { get; init; }

    /// <summary>The most items; null for no limit.</summary>
    public int? Most { get; init; }

    /// <summary>What the item of an index has to be.</summary>
    public Conjunction At(int index) => Rules.Aggregate(Conjunction.Anything, (all, rules) => all.And(index < rules.First.Count ? rules.First[index] : rules.Others ?? Conjunction.Anything));

    /// <summary>How many items have rules of their own.</summary>
    public int First => Rules.Count == 0 ? 0 : Rules.Max(rules => rules.First.Count);
}

/// <summary>What a place asks of the items of a list.</summary>
/// <param name="First">What the first ones are.</param>
/// <param name="Others">What all others are; null where nothing is said of them.</param>
internal sealed record ItemRules(IReadOnlyList<Conjunction> First, Conjunction? Others);

/// <summary>Objects.</summary>
internal sealed record ObjectVariant : Variant
{
    /// <summary>What each place asks of the properties.</summary>
    public IReadOnlyList<PropertyRules> Rules { get; init; } = [];

    /// <summary>The names that have to be there, in order.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What all names have to be.</summary>
    public Conjunction Names { get; init; } = Conjunction.Anything;

    /// <summary>The fewest properties.</summary>
    public int Least { get; init; }

    /// <summary>The most properties; null for no limit.</summary>
    public int? Most { get; init; }

    /// <summary>The names that are declared or required, in the order in which they are written.</summary>
    public IReadOnlyList<string> Declared => [.. Rules.SelectMany(rules => rules.Named.Select(named => named.Name)).Concat(Required).Distinct()];

    /// <summary>What the property of a name has to be.</summary>
    public Conjunction Of(string name) => Rules.Aggregate(Conjunction.Anything, (all, rules) => all.And(rules.Of(name)));
}

/// <summary>What a place asks of the properties of an object.</summary>
/// <param name="Named">By name, in order.</param>
/// <param name="ByPattern">By what their names are like.</param>
/// <param name="Others">What all others are; null where nothing is said of them.</param>
internal sealed record PropertyRules(IReadOnlyList<(string Name, Conjunction Schema)> Named, IReadOnlyList<(Term Names, Automaton Matches, Conjunction Schema)> ByPattern, Conjunction? Others)
{
    /// <summary>Whether it says which properties there are, be it none.</summary>
    public bool Declares { get; init; }

    /// <summary>What the property of a name has to be.</summary>
    public Conjunction Of(string name)
    {
        var asked = Named.Where(named => named.Name == name).Select(named => named.Schema)
            .Concat(ByPattern.Where(pattern => pattern.Matches.Accepts(name)).Select(pattern => pattern.Schema)).ToList();
        return asked.Count == 0 ? Others ?? Conjunction.Anything : asked.Aggregate((all, one) => all.And(one));
    }
}
