using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Reads GBNF: rules of alternatives of elements. Groups and repetitions become rules of their own, as llama.cpp has them:
/// S{2,4} is S S S' with S' ::= S S'' | nothing, and S* is S' ::= S S' | nothing.</summary>
/// <param name="text">The grammar.</param>
/// <param name="tokenOf">The token of a text in angle brackets; null where it is none.</param>
internal sealed class GbnfReader(string text, Func<string, int?> tokenOf)
{
    private const int LongestText = 2 << 20;
    private const int MostElements = 2 << 20;
    private const int MostRepetitions = 10_000;
    private const int Deepest = 200;

    private readonly GbnfText _text = new(text);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<List<GrammarElement[]>?> _rules = [];
    private readonly CharacterSets _sets = new();
    private int _depth;
    private int _elements;

    /// <summary>Alternatives of each rule.</summary>
    public IEnumerable<IReadOnlyList<GrammarElement[]>> Rules => _rules.Select(rule => rule!);

    /// <summary>Sets of characters, as ranges in order.</summary>
    public IReadOnlyList<IReadOnlyList<(int First, int Last)>> Sets => _sets.All;

    /// <summary>What a rule is called.</summary>
    public string NameOf(int rule) => _names[rule];

    /// <summary>A rule by its name.</summary>
    public int? RuleOf(string name) => _ids.TryGetValue(name, out var rule) ? rule : null;

    /// <summary>Reads it all.</summary>
    /// <exception cref="NodeFailure">It is no grammar.</exception>
    public void Read()
    {
        if (text.Length > LongestText)
        {
            throw GbnfText.Wrong($"it has {text.Length} characters; {LongestText} may be.");
        }

        _text.Skip(acrossLines: true);
        while (!_text.HasEnded)
        {
            ReadRule();
        }

        for (var rule = 0; rule < _rules.Count; rule++)
        {
            if (_rules[rule] is null)
            {
                throw GbnfText.Wrong($"it speaks of a rule '{_names[rule]}' that it does not have.");
            }
        }
    }

    private void ReadRule()
    {
        var name = _text.Name();
        _text.Skip(acrossLines: false);
        _text.NeedDefinition();
        _text.Skip(acrossLines: true);
        var rule = IdOf(name);
        _rules[rule] = Alternatives(name, isNested: false);
        if (!_text.HasEnded && _text.Here is not ('\r' or '\n'))
        {
            throw _text.Fault($"an element, '|' or the end of the line has to come in the rule '{name}'");
        }

        _text.Skip(acrossLines: true);
    }

    private List<GrammarElement[]> Alternatives(string name, bool isNested)
    {
        List<GrammarElement[]> alternatives = [Sequence(name, isNested)];
        while (_text.Take('|'))
        {
            _text.Skip(acrossLines: true);
            alternatives.Add(Sequence(name, isNested));
        }

        return alternatives;
    }

    private GrammarElement[] Sequence(string name, bool isNested)
    {
        var (elements, last) = (new List<GrammarElement>(), -1);
        while (!_text.HasEnded)
        {
            var start = elements.Count;
            switch (_text.Here)
            {
                case '"': Literal(elements); break;
                case '[': elements.Add(new(GrammarElementKind.Character, Ranges())); break;
                case '.':
                    _text.Take('.');
                    elements.Add(new(GrammarElementKind.Character, _sets.Of([(0, GbnfText.LastCharacter)])));
                    break;
                case '<' or '!': elements.Add(Token()); break;
                case '(': elements.Add(new(GrammarElementKind.Rule, Group(name))); break;
                case '*' or '+' or '?' or '{':
                    start = last >= 0 ? last : throw _text.Fault("an element has to come before a repetition");
                    Repeat(name, elements, start);
                    break;
                default:
                    if (!_text.IsAtName)
                    {
                        return Counted(elements);
                    }

                    elements.Add(new(GrammarElementKind.Rule, IdOf(_text.Name())));
                    break;
            }

            last = start;
            _text.Skip(isNested);
        }

        return Counted(elements);
    }

    private int Group(string name)
    {
        if (++_depth > Deepest)
        {
            throw _text.Fault($"groups may lie in each other {Deepest} deep; there are more");
        }

        _text.Take('(');
        _text.Skip(acrossLines: true);
        var group = NewRule(name);
        _rules[group] = Alternatives(name, isNested: true);
        _text.Need(')', "')' has to end a group");
        _depth--;
        return group;
    }

    private void Repeat(string name, List<GrammarElement> elements, int start)
    {
        var (least, most) = Times();
        var once = elements[start..];
        elements.RemoveRange(start, elements.Count - start);
        Grow((long)once.Count * Math.Max(least, most ?? 0));
        for (var i = 0; i < least; i++)
        {
            elements.AddRange(once);
        }

        // An empty literal, repeated, is still empty.
        if (once.Count == 0)
        {
            return;
        }

        if (most is null)
        {
            var rest = NewRule(name);
            _rules[rest] = [[.. once, new(GrammarElementKind.Rule, rest)], []];
            elements.Add(new(GrammarElementKind.Rule, rest));
            return;
        }

        GrammarElement[] after = [];
        for (var i = least; i < most; i++)
        {
            var rest = NewRule(name);
            _rules[rest] = [[.. once, .. after], []];
            after = [new(GrammarElementKind.Rule, rest)];
        }

        elements.AddRange(after);
    }

    private (int Least, int? Most) Times()
    {
        if (_text.Take('*'))
        {
            return (0, null);
        }

        if (_text.Take('+'))
        {
            return (1, null);
        }

        if (_text.Take('?'))
        {
            return (0, 1);
        }

        _text.Take('{');
        _text.Skip(acrossLines: true);
        var least = _text.Number(MostRepetitions);
        _text.Skip(acrossLines: true);
        int? most = least;
        if (_text.Take(','))
        {
            _text.Skip(acrossLines: true);
            most = char.IsAsciiDigit(_text.Here) ? _text.Number(MostRepetitions) : null;
            _text.Skip(acrossLines: true);
        }

        if (most < least)
        {
            throw _text.Fault($"an element cannot come at least {least} and at most {most} times");
        }

        _text.Need('}', "'}' has to end a repetition");
        return (least, most);
    }

    private void Literal(List<GrammarElement> elements)
    {
        _text.Take('"');
        while (!_text.Take('"'))
        {
            elements.Add(new(GrammarElementKind.Character, _sets.Of(_text.Character())));
        }
    }

    private int Ranges()
    {
        _text.Take('[');
        var (ranges, isOthers) = (new List<(int First, int Last)>(), _text.Take('^'));
        while (!_text.Take(']'))
        {
            var first = _text.Character();
            var last = _text.TakeRange() ? _text.Character() : first;
            if (last >= first)
            {
                ranges.Add((first, last));
            }
        }

        return isOthers ? _sets.OfOthers(ranges) : _sets.Of(ranges);
    }

    private GrammarElement Token()
    {
        var kind = _text.Take('!') ? GrammarElementKind.OtherToken : GrammarElementKind.Token;
        var named = _text.Bracketed();
        var token = named is ['<', '[', .. var number, ']', '>'] ? int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null : tokenOf(named);
        return new GrammarElement(kind, token ?? throw _text.Fault($"'{named}' is no token of this model"));
    }

    private int IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out var rule))
        {
            _ids[name] = rule = NewRule(name);
            _rules[rule] = null;
        }

        return rule;
    }

    private int NewRule(string name)
    {
        Grow(1);
        _names.Add(name);
        _rules.Add([]);
        return _rules.Count - 1;
    }

    private GrammarElement[] Counted(List<GrammarElement> elements)
    {
        Grow(elements.Count + 1);
        return [.. elements];
    }

    private void Grow(long elements)
    {
        if (_elements + elements > MostElements)
        {
            throw GbnfText.Wrong($"with its repetitions it has more than {MostElements} elements. Repeat less.");
        }

        _elements += (int)elements;
    }
}
