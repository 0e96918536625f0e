using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The properties of one kind of object, as states: the next declared property, and how many were written where that matters.</summary>
internal sealed class ObjectEntries
{
    private readonly ValueRules values;
    private readonly ObjectVariant properties;
    private readonly string purpose;
    private readonly IReadOnlyList<string> declared;
    private readonly bool[] required;
    private readonly int[] requiredFrom;
    private readonly List<(Symbol[] Name, Conjunction Value)> others;
    private readonly bool counted;
    private readonly Dictionary<(int Next, int Count), Rule> states = [];
    private readonly Dictionary<string, Rule> names = [];

    public ObjectEntries(ValueRules values, ObjectVariant properties, string purpose)
    {
        this.values = values;
        this.properties = properties;
        this.purpose = purpose;
        declared = [.. properties.Declared.Where(Allowed)];
        required = [.. declared.Select(properties.Required.Contains)];
        requiredFrom = new int[declared.Count + 1];
        for (var at = declared.Count - 1; at >= 0; at--)
        {
            requiredFrom[at] = requiredFrom[at + 1] + (required[at] ? 1 : 0);
        }

        Impossible = properties.Required.Any(name => !declared.Contains(name));
        others = Impossible ? [] : Others();
        counted = properties.Least > requiredFrom[0] || (properties.Most is { } most && (others.Count > 0 || most < declared.Count));
        if (others.Count > 0 && properties.Least > Math.Max(requiredFrom[0], 1))
        {
            throw new NodeFailure($"The schema asks for {properties.Least} properties or more, of free names (minProperties); a grammar cannot keep a name from coming twice. Name the properties under \"required\", or leave minProperties out.");
        }
    }

    /// <summary>Whether a name has to be there that may not.</summary>
    private bool Impossible { get; }

    /// <summary>What comes after the brace that opens.</summary>
    public Rule Start() => Impossible ? values.Book.New(purpose) : State(0, 0, first: true);

    private bool Allowed(string name) =>
        properties.Names.IsAnything || values.Reader.Read(properties.Names).OfType<TextVariant>().Any(text => Automaton.Of(values.Terms, values.Texts.Language(text)).Accepts(name));

    private Rule State(int next, int count, bool first)
    {
        count = counted ? Math.Min(count, properties.Most ?? properties.Least) : 0;
        if (!first && states.TryGetValue((next, count), out var known))
        {
            return known;
        }

        var rule = values.Book.New($"{purpose}-{(next < declared.Count ? declared[next] : "end")}");
        if (!first)
        {
            states.Add((next, count), rule);
        }

        values.Later(() => Fill(rule, next, count, first));
        return rule;
    }

    private void Fill(Rule rule, int next, int count, bool first)
    {
        if (requiredFrom[next] == 0 && count >= (counted ? properties.Least : 0))
        {
            rule.Alternatives.Add(first ? [new Symbol.Text("}")] : [values.Space.Gap, new Symbol.Text("}")]);
        }

        if (!counted || properties.Most is not { } most || count + Math.Max(requiredFrom[next], 1) <= most)
        {
            Symbol[] comma = first ? [] : [new Symbol.Text(","), values.Space.Gap];
            AddDeclared(rule, comma, next, count);
            AddOthers(rule, comma, next, count);
        }
    }

    /// <summary>The declared properties that may come next: all up to the first that has to.</summary>
    private void AddDeclared(Rule rule, Symbol[] comma, int next, int count)
    {
        var reachable = Enumerable.Range(next, declared.Count - next).ToList();
        var end = reachable.FindIndex(index => required[index]);
        reachable = end < 0 ? reachable : reachable[..(end + 1)];
        if (counted && properties.Most is { } most && count + requiredFrom[next] >= most)
        {
            reachable = [.. reachable.Where(index => required[index])];
        }

        if (reachable.Count > 0)
        {
            rule.Alternatives.Add([.. comma, new Symbol.Text("\""), new Symbol.Of(Name([.. reachable.Select(index => (index, Spelt(declared[index])))], 0, count))]);
        }
    }

    /// <summary>The names of some properties from a character on: a tree, so that a model that begins a name is at one place of it.</summary>
    private Rule Name(IReadOnlyList<(int Index, int[] Spelt)> candidates, int at, int count)
    {
        var key = $"{at}:{count}:{string.Join(',', candidates.Select(candidate => candidate.Index))}";
        if (names.TryGetValue(key, out var known))
        {
            return known;
        }

        var rule = values.Book.New($"{purpose}-name");
        names.Add(key, rule);
        foreach (var group in candidates.GroupBy(candidate => candidate.Spelt[at]))
        {
            var same = group.ToList();
            var end = at + 1;
            while (end < same[0].Spelt.Length && same.All(candidate => candidate.Spelt[end] == same[0].Spelt[end]))
            {
                end++;
            }

            var text = new Symbol.Text(string.Concat(same[0].Spelt[at..end].Select(char.ConvertFromUtf32)));
            rule.Alternatives.Add(same.Count > 1 ? [text, new Symbol.Of(Name(same, end, count))] : [text, .. Value(same[0].Index, count)]);
        }

        return rule;
    }

    private Symbol[] Value(int index, int count) =>
    [
        new Symbol.Text(":"), values.Space.AfterColon,
        new Symbol.Of(values.Of(properties.Of(declared[index]), declared[index])),
        new Symbol.Of(State(index + 1, count + 1, first: false)),
    ];

    private void AddOthers(Rule rule, Symbol[] comma, int next, int count)
    {
        if (requiredFrom[next] > 0)
        {
            return;
        }

        foreach (var (name, value) in others)
        {
            rule.Alternatives.Add(
            [
                .. comma, new Symbol.Text("\""), .. name, new Symbol.Text("\":"), values.Space.AfterColon,
                new Symbol.Of(values.Of(value, $"{purpose}-value")), new Symbol.Of(State(declared.Count, count + 1, first: false)),
            ]);
        }
    }

    /// <summary>Names that are not declared, with what their values have to be: those of each pattern, and the rest.</summary>
    private List<(Symbol[] Name, Conjunction Value)> Others()
    {
        var patterns = properties.Rules.SelectMany(rules => rules.ByPattern).ToList();
        var open = properties.Rules.Any(rules => rules.Others is not null) || (properties.Rules.All(rules => rules.Named.Count == 0) && patterns.Count == 0 && properties.Required.Count == 0);
        var terms = values.Terms;
        var free = terms.And(terms.Not(terms.Or(properties.Declared.Select(name => terms.Of(name)))), Names());
        var found = new List<(Symbol[], Conjunction)>();
        for (var at = 0; at < patterns.Count; at++)
        {
            var language = terms.And(free, patterns[at].Names);
            if (patterns.Take(at).Any(earlier => !Automaton.Of(terms, terms.And(language, earlier.Names)).IsEmpty))
            {
                throw new NodeFailure("The schema has patternProperties whose patterns fit the same names; a grammar can only follow patterns that fit different ones.");
            }

            Add(language, Together(patterns[at].Schema, rules => rules.ByPattern.Contains(patterns[at])));
        }

        if (open)
        {
            var rest = terms.And(free, terms.Not(terms.Or(patterns.Select(pattern => pattern.Names))));
            var value = Together(Conjunction.Anything, _ => false);
            if (rest == terms.Anything)
            {
                found.Add(([new Symbol.Repeat(values.Texts.Character, 0, null)], value));
            }
            else
            {
                Add(rest, value);
            }
        }

        return found;

        void Add(Term language, Conjunction value)
        {
            if (!Automaton.Of(terms, language).IsEmpty && values.Reader.Read(value).Count > 0)
            {
                found.Add((values.Texts.Of(language, $"{purpose}-key"), value));
            }
        }
    }

    private Conjunction Together(Conjunction own, Func<PropertyRules, bool> isOwner) =>
        properties.Rules.Where(rules => !isOwner(rules)).Aggregate(own, (all, rules) => all.And(rules.Others ?? Conjunction.Anything));

    private Term Names() => properties.Names.IsAnything ? values.Terms.Anything
        : values.Terms.Or(values.Reader.Read(properties.Names).OfType<TextVariant>().Select(values.Texts.Language));

    private static int[] Spelt(string name) => [.. (TextRules.Written(name) + "\"").EnumerateRunes().Select(rune => rune.Value)];
}
