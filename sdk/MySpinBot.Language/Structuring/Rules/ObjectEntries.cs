using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The properties of one kind of object, as states: the next declared property, and how many were written where that matters.</summary>
internal sealed class ObjectEntries
{
    private readonly ValueRules _values;
    private readonly ObjectVariant _properties;
    private readonly string _purpose;
    private readonly IReadOnlyList<string> _declared;
    private readonly bool[] _required;
    private readonly int[] _requiredFrom;
    private readonly List<(Symbol[] Name, Conjunction Value)> _others;
    private readonly bool _counted;
    private readonly Dictionary<(int Next, int Count), Rule> _states = [];
    private readonly Dictionary<string, Rule> _names = [];

    public ObjectEntries(ValueRules values, ObjectVariant properties, string purpose)
    {
        _values = values;
        _properties = properties;
        _purpose = purpose;
        _declared = [.. _properties.Declared.Where(Allowed)];
        _required = [.. _declared.Select(_properties.Required.Contains)];
        _requiredFrom = new int[_declared.Count + 1];
        for (var at = _declared.Count - 1; at >= 0; at--)
        {
            _requiredFrom[at] = _requiredFrom[at + 1] + (_required[at] ? 1 : 0);
        }

        Impossible = _properties.Required.Any(name => !_declared.Contains(name));
        _others = Impossible ? [] : Others();
        _counted = _properties.Least > _requiredFrom[0] || (_properties.Most is { } most && (_others.Count > 0 || most < _declared.Count));
        if (_others.Count > 0 && _properties.Least > Math.Max(_requiredFrom[0], 1))
        {
            throw new NodeFailure($"The schema asks for {_properties.Least} properties or more, of free names (minProperties); a grammar cannot keep a name from coming twice. Name the properties under \"required\", or leave minProperties out.");
        }
    }

    /// <summary>Whether a name has to be there that may not.</summary>
    private bool Impossible { get; }

    /// <summary>What comes after the brace that opens.</summary>
    public Rule Start() => Impossible ? _values.Book.New(_purpose) : State(0, 0, first: true);

    private bool Allowed(string name) =>
        _properties.Names.IsAnything || _values.Reader.Read(_properties.Names).OfType<TextVariant>().Any(text => Automaton.Of(_values.Terms, _values.Texts.Language(text)).Accepts(name));

    private Rule State(int next, int count, bool first)
    {
        count = _counted ? Math.Min(count, _properties.Most ?? _properties.Least) : 0;
        if (!first && _states.TryGetValue((next, count), out var known))
        {
            return known;
        }

        var rule = _values.Book.New($"{_purpose}-{(next < _declared.Count ? _declared[next] : "end")}");
        if (!first)
        {
            _states.Add((next, count), rule);
        }

        _values.Later(() => Fill(rule, next, count, first));
        return rule;
    }

    private void Fill(Rule rule, int next, int count, bool first)
    {
        if (_requiredFrom[next] == 0 && count >= (_counted ? _properties.Least : 0))
        {
            rule.Alternatives.Add(first ? [new Symbol.Text("}")] : [_values.Space.Gap, new Symbol.Text("}")]);
        }

        if (!_counted || _properties.Most is not { } most || count + Math.Max(_requiredFrom[next], 1) <= most)
        {
            Symbol[] comma = first ? [] : [new Symbol.Text(","), _values.Space.Gap];
            AddDeclared(rule, comma, next, count);
            AddOthers(rule, comma, next, count);
        }
    }

    /// <summary>The declared properties that may come next: all up to the first that has to.</summary>
    private void AddDeclared(Rule rule, Symbol[] comma, int next, int count)
    {
        var reachable = Enumerable.Range(next, _declared.Count - next).ToList();
        var end = reachable.FindIndex(index => _required[index]);
        reachable = end < 0 ? reachable : reachable[..(end + 1)];
        if (_counted && _properties.Most is { } most && count + _requiredFrom[next] >= most)
        {
            reachable = [.. reachable.Where(index => _required[index])];
        }

        if (reachable.Count > 0)
        {
            rule.Alternatives.Add([.. comma, new Symbol.Text("\""), new Symbol.Of(Name([.. reachable.Select(index => (index, Spelt(_declared[index])))], 0, count))]);
        }
    }

    /// <summary>The names of some properties from a character on: a tree, so that a model that begins a name is at one place of it.</summary>
    private Rule Name(IReadOnlyList<(int Index, int[] Spelt)> candidates, int at, int count)
    {
        var key = $"{at}:{count}:{string.Join(',', candidates.Select(candidate => candidate.Index))}";
        if (_names.TryGetValue(key, out var known))
        {
            return known;
        }

        var rule = _values.Book.New($"{_purpose}-name");
        _names.Add(key, rule);
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
        new Symbol.Text(":"), _values.Space.AfterColon,
        new Symbol.Of(_values.Of(_properties.Of(_declared[index]), _declared[index])),
        new Symbol.Of(State(index + 1, count + 1, first: false)),
    ];

    private void AddOthers(Rule rule, Symbol[] comma, int next, int count)
    {
        if (_requiredFrom[next] > 0)
        {
            return;
        }

        foreach (var (name, value) in _others)
        {
            rule.Alternatives.Add(
            [
                .. comma, new Symbol.Text("\""), .. name, new Symbol.Text("\":"), _values.Space.AfterColon,
                new Symbol.Of(_values.Of(value, $"{_purpose}-value")), new Symbol.Of(State(_declared.Count, count + 1, first: false)),
            ]);
        }
    }

    /// <summary>Names that are not declared, with what their values have to be: those of each pattern, and the rest.</summary>
    private List<(Symbol[] Name, Conjunction Value)> Others()
    {
        var patterns = _properties.Rules.SelectMany(rules => rules.ByPattern).ToList();
        var open = _properties.Rules.Any(rules => rules.Others is not null) || (_properties.Rules.All(rules => !rules.Declares) && patterns.Count == 0 && _properties.Required.Count == 0);
        var terms = _values.Terms;
        var free = terms.And(terms.Not(terms.Or(_properties.Declared.Select(name => terms.Of(name)))), Names());
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
                found.Add(([new Symbol.Repeat(_values.Texts.Character, 0, null)], value));
            }
            else
            {
                Add(rest, value);
            }
        }

        return found;

        void Add(Term language, Conjunction value)
        {
            if (!Automaton.Of(terms, language).IsEmpty && _values.Reader.Read(value).Count > 0)
            {
                found.Add((_values.Texts.Of(language, $"{_purpose}-key"), value));
            }
        }
    }

    private Conjunction Together(Conjunction own, Func<PropertyRules, bool> isOwner) =>
        _properties.Rules.Where(rules => !isOwner(rules)).Aggregate(own, (all, rules) => all.And(rules.Others ?? Conjunction.Anything));

    private Term Names() => _properties.Names.IsAnything ? _values.Terms.Anything
        : _values.Terms.Or(_values.Reader.Read(_properties.Names).OfType<TextVariant>().Select(_values.Texts.Language));

    private static int[] Spelt(string name) => [.. (TextRules.Written(name) + "\"").EnumerateRunes().Select(rune => rune.Value)];
}
