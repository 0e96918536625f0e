using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What a value may be by places of a schema: the kinds of values, each with all that is asked of it. <c>allOf</c>, <c>$ref</c> and what stands beside
/// them are asked together, of <c>anyOf</c> each alternative with all of that.</summary>
internal sealed class VariantReader(SchemaDocument document, Terms terms)
{
    /// <summary>The most variants that one value may have.</summary>
    internal const int MostVariants = 512;

    private const int MostDepth = 200;
    private const int MostTimes = 1_000_000;

    private readonly Dictionary<Conjunction, IReadOnlyList<Variant>> _known = [];
    private readonly Dictionary<string, Term> _patterns = [];
    private readonly HashSet<string> _open = [];
    private bool _peeking;

    /// <summary>The kinds of values that a conjunction accepts; none where it accepts nothing.</summary>
    public IReadOnlyList<Variant> Read(Conjunction conjunction)
    {
        if (!_known.TryGetValue(conjunction, out var variants))
        {
            variants = conjunction.Places.Aggregate(Anything, (all, place) => Both(all, Of(place), place));
            _known.Add(conjunction, variants);
        }

        return variants;
    }

    /// <summary>The kinds of values that a conjunction accepts, or more than that: what is being read just now counts as anything, and alternatives as if they were apart.</summary>
    public IReadOnlyList<Variant> Peek(Conjunction conjunction)
    {
        var outer = _peeking;
        _peeking = true;
        try
        {
            return conjunction.Places.Aggregate(Anything, (all, place) => Both(all, Of(place), place));
        }
        finally
        {
            _peeking = outer;
        }
    }

    /// <summary>Every kind of value.</summary>
    public static IReadOnlyList<Variant> Anything { get; } =
        [new ObjectVariant(), new ListVariant(), new TextVariant(), new NumberVariant(), new BooleanVariant(true, true), new NullVariant()];

    /// <summary>What both say, of each pair of the same kind.</summary>
    public static IReadOnlyList<Variant> Both(IReadOnlyList<Variant> some, IReadOnlyList<Variant> others, SchemaPlace place)
    {
        var both = new List<Variant>();
        foreach (var one in some)
        {
            foreach (var other in others)
            {
                if (Merging.Both(one, other) is { } merged)
                {
                    both.Add(merged);
                }
            }
        }

        return both.Count <= MostVariants ? both
            : throw new NodeFailure($"The schema at {place.Pointer} stands for {both.Count} alternatives of alternatives; at most {MostVariants} are followed.");
    }

    /// <summary>The language of a pattern, made once.</summary>
    public Term Pattern(string source)
    {
        if (!_patterns.TryGetValue(source, out var term))
        {
            _patterns.Add(source, term = PatternLanguage.Of(terms, source));
        }

        return term;
    }

    private IReadOnlyList<Variant> Of(SchemaPlace place)
    {
        if (place.IsConstant)
        {
            return [ConstantValues.Of(terms, place)];
        }

        switch (place.Schema.ValueKind)
        {
            case JsonValueKind.True:
                return Anything;
            case JsonValueKind.False:
                return [];
            case JsonValueKind.Object when IsNever(place.Schema):
                return [];
            case JsonValueKind.Object:
                break;
            default:
                throw new NodeFailure($"The schema at {place.Pointer} is neither an object nor true nor false.");
        }

        Keywords.Check(place);
        if (_open.Count > MostDepth || !_open.Add(place.Pointer))
        {
            return _peeking ? Anything : throw new NodeFailure($"The schema at {place.Pointer} refers to itself with nothing between; no value ends there.");
        }

        try
        {
            return Whole(place);
        }
        finally
        {
            _open.Remove(place.Pointer);
        }
    }

    private IReadOnlyList<Variant> Whole(SchemaPlace place)
    {
        var variants = Own(place);
        if (place.Keyword("$ref") is not null)
        {
            variants = Both(variants, Of(document.Refer(place)), place);
        }

        foreach (var part in place.List("allOf"))
        {
            variants = Both(variants, Of(part), place);
        }

        if (place.Keyword("anyOf") is not null)
        {
            variants = Both(variants, [.. place.List("anyOf").SelectMany(Of)], place);
        }

        if (place.Keyword("oneOf") is not null)
        {
            var alternatives = place.List("oneOf").Select(part => Both(variants, Of(part), place)).ToList();
            variants = _peeking ? [.. alternatives.SelectMany(alternative => alternative)] : new Disjointness(this, terms).Apart(alternatives, place);
        }

        return variants;
    }

    /// <summary>What the keywords of a place say by themselves.</summary>
    private IReadOnlyList<Variant> Own(SchemaPlace place)
    {
        var kinds = Kinds(place);
        IReadOnlyList<Variant> variants = [.. Anything.Where(variant => kinds.Contains(variant.GetType())).Select(variant => Restricted(variant, place, kinds.Whole))];
        if (place.Keyword("enum") is not null)
        {
            variants = Both(variants, ConstantValues.Of(terms, place.List("enum")), place);
        }

        if (place.Keyword("const") is { } constant)
        {
            variants = Both(variants, [ConstantValues.Of(terms, new SchemaPlace($"{place.Pointer}/const", constant, true))], place);
        }

        return variants;
    }

    private Variant Restricted(Variant variant, SchemaPlace place, bool whole) => variant switch
    {
        NumberVariant => Numbers(place, whole),
        TextVariant => Texts(place),
        ListVariant => new ListVariant { Rules = [Items(place)], Least = Least(place, "minItems"), Most = Most(place, "maxItems") },
        ObjectVariant => Objects(place),
        _ => variant,
    };

    private static NumberVariant Numbers(SchemaPlace place, bool whole)
    {
        NumberLimit? least = place.Number("minimum") is { } minimum ? new(minimum, false) : null;
        NumberLimit? most = place.Number("maximum") is { } maximum ? new(maximum, false) : null;
        if (place.Keyword("exclusiveMinimum") is { ValueKind: JsonValueKind.True or JsonValueKind.False } below)
        {
            // As it was in draft 4.
            least = least is { } limit ? limit with { Exclusive = below.GetBoolean() } : null;
        }
        else if (place.Number("exclusiveMinimum") is { } above)
        {
            least = NumberLimit.Tighter(least, new(above, true), below: true);
        }

        if (place.Keyword("exclusiveMaximum") is { ValueKind: JsonValueKind.True or JsonValueKind.False } beyond)
        {
            most = most is { } limit ? limit with { Exclusive = beyond.GetBoolean() } : null;
        }
        else if (place.Number("exclusiveMaximum") is { } under)
        {
            most = NumberLimit.Tighter(most, new(under, true), below: false);
        }

        var step = place.Number("multipleOf");
        return step is { Sign: <= 0 } ? throw place.Wrong("multipleOf", "more than zero")
            : new() { Whole = whole, Least = least, Most = most, Steps = step is { } of ? [of] : [] };
    }

    private TextVariant Texts(SchemaPlace place)
    {
        var languages = new List<Term>();
        if (place.Text("pattern") is { } pattern)
        {
            languages.Add(Pattern(pattern));
        }

        if (place.Text("format") is { } format && !NumberFormats.Contains(format))
        {
            languages.Add(Pattern(StringFormats.Pattern(format)
                ?? throw new NodeFailure($"The schema's format \"{format}\" at {place.Pointer} is not supported; these are: {string.Join(", ", StringFormats.Names)}.")));
        }

        return new() { Languages = languages, Least = Least(place, "minLength"), Most = Most(place, "maxLength") };
    }

    private static ItemRules Items(SchemaPlace place)
    {
        // A list of schemas under "items" is what prefixItems was called up to draft 2019-09.
        var old = place.Keyword("items") is { ValueKind: JsonValueKind.Array };
        var others = old ? "additionalItems" : "items";
        return new(
            [.. place.List(old ? "items" : "prefixItems").Select(item => new Conjunction(item))],
            place.Keyword(others) is null ? null : new Conjunction(place.At(others)));
    }

    private ObjectVariant Objects(SchemaPlace place) => new()
    {
        Rules =
        [
            new(
                [.. place.Named("properties").Select(property => (property.Name, new Conjunction(property.Place)))],
                [.. place.Named("patternProperties").Select(property => (Pattern(property.Name), Automaton.Of(terms, Pattern(property.Name)), new Conjunction(property.Place)))],
                place.Keyword("additionalProperties") is null ? null : new Conjunction(place.At("additionalProperties")))
            {
                Declares = place.Keyword("properties") is not null,
            },
        ],
        Required = Required(place),
        Names = place.Keyword("propertyNames") is null ? Conjunction.Anything : new Conjunction(place.At("propertyNames")),
        Least = Least(place, "minProperties"),
        Most = Most(place, "maxProperties"),
    };

    private static int Least(SchemaPlace place, string keyword) => place.Count(keyword) switch
    {
        null => 0,
        > MostTimes => throw new NodeFailure($"The schema's keyword \"{keyword}\" at {place.Pointer} asks for more than {MostTimes}, which no answer has."),
        { } least => least,
    };

    // A longer one is not written, but would be accepted.
    private static int? Most(SchemaPlace place, string keyword) => place.Count(keyword) is { } most ? Math.Min(most, MostTimes) : null;

    private static IReadOnlyList<string> Required(SchemaPlace place) =>
        [.. place.List("required").Select(name => name.Schema.ValueKind is JsonValueKind.String ? name.Schema.GetString()! : throw place.Wrong("required", "a list of texts"))];

    /// <summary>Which kinds of values a place is about: what its type says, else the kinds that its keywords are for, else all.</summary>
    private static KindSet Kinds(SchemaPlace place)
    {
        var names = place.Keyword("type") switch
        {
            null => KindSet.Implied(place),
            { ValueKind: JsonValueKind.String } name => [name.GetString()!],
            { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(name => name.ValueKind is JsonValueKind.String) => [.. list.EnumerateArray().Select(name => name.GetString()!)],
            _ => throw place.Wrong("type", "a text or a list of texts"),
        };
        return KindSet.Of(place, names);
    }

    private static bool IsNever(JsonElement schema) =>
        schema.TryGetProperty("not", out var not) && (not.ValueKind is JsonValueKind.True || (not.ValueKind is JsonValueKind.Object && !not.EnumerateObject().Any()));

    // OpenAPI's formats of numbers: hints on their width.
    private static readonly HashSet<string> NumberFormats = ["int32", "int64", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "float", "double", "decimal"];
}
