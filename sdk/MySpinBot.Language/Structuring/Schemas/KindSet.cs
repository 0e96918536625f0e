using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Kinds of JSON values.</summary>
internal sealed class KindSet
{
    private static readonly Dictionary<string, Type> Named = new()
    {
        ["null"] = typeof(NullVariant),
        ["boolean"] = typeof(BooleanVariant),
        ["number"] = typeof(NumberVariant),
        ["integer"] = typeof(NumberVariant),
        ["string"] = typeof(TextVariant),
        ["array"] = typeof(ListVariant),
        ["object"] = typeof(ObjectVariant),
    };

    // What stands without a type is meant for the kind of value that its keywords are about.
    private static readonly (string Kind, string[] Keywords)[] Meant =
    [
        ("object", ["properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties"]),
        ("array", ["items", "prefixItems", "additionalItems", "minItems", "maxItems"]),
        ("string", ["minLength", "maxLength", "pattern", "format"]),
        ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ];

    private readonly HashSet<Type> _kinds;

    private KindSet(HashSet<Type> kinds, bool whole)
    {
        _kinds = kinds;
        Whole = whole;
    }

    /// <summary>Whether numbers of it have no fraction.</summary>
    public bool Whole { get; }

    /// <summary>Whether a kind of variant is in it.</summary>
    public bool Contains(Type kind) => _kinds.Contains(kind);

    /// <summary>The kinds of some names of types.</summary>
    public static KindSet Of(SchemaPlace place, IReadOnlyList<string> names)
    {
        var kinds = new HashSet<Type>();
        foreach (var name in names)
        {
            kinds.Add(Named.GetValueOrDefault(name)
                ?? throw new NodeFailure($"The schema's type \"{name}\" at {place.Pointer} is none of {string.Join(", ", Named.Keys)}."));
        }

        if (place.Flag("nullable"))
        {
            kinds.Add(typeof(NullVariant));
        }

        return new(kinds, names.Contains("integer") && !names.Contains("number"));
    }

    /// <summary>The kinds that a place without a type is about; all where nothing tells.</summary>
    public static IReadOnlyList<string> Implied(SchemaPlace place)
    {
        if (place.Keyword("enum") is not null || place.Keyword("const") is not null)
        {
            return [.. Named.Keys];
        }

        var meant = Meant.Where(kind => kind.Keywords.Any(keyword => place.Keyword(keyword) is not null)).Select(kind => kind.Kind).ToList();
        return meant.Count > 0 ? meant : [.. Named.Keys];
    }
}
