using System.Globalization;
using System.Text;
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
    private const int LastCharacter = 0x10FFFF;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<List<GrammarElement[]>?> _rules = [];
    private readonly Dictionary<string, int> _setIds = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<(int First, int Last)>> _sets = [];
    private int _at;
    private int _depth;
    private int _elements;

    /// <summary>Alternatives of each rule.</summary>
    public IEnumerable<IReadOnlyList<GrammarElement[]>> Rules => _rules.Select(rule => rule!);

    /// <summary>Sets of characters, as ranges in order.</summary>
    public IReadOnlyList<IReadOnlyList<(int First, int Last)>> Sets => _sets;

    /// <summary>What a rule is called.</summary>
    public string NameOf(int rule) => _names[rule];

    /// <summary>A rule by its name.</summary>
    public int? RuleOf(string name) => _ids.TryGetValue(name, out var rule) ? rule : null;

    /// <summary>The failure of a grammar.</summary>
    public static NodeFailure Wrong(string what) => new($"The grammar is wrong: {what}") { Input = nameof(GenerationRequest.Grammar) };

    /// <summary>Reads it all.</summary>
    /// <exception cref="NodeFailure">It is no grammar.</exception>
    public void Read()
    {
        if (text.Length > LongestText)
        {
            throw Wrong($"it has {text.Length} characters; {LongestText} may be.");
        }

        Skip(acrossLines: true);
        while (_at < text.Length)
        {
            ReadRule();
        }

        for (var rule = 0; rule < _rules.Count; rule++)
        {
            if (_rules[rule] is null)
            {
                throw Wrong($"it speaks of a rule '{_names[rule]}' that it does not have.");
            }
        }
    }

    private char Here => _at < text.Length ? text[_at] : '\0';

    private void ReadRule()
    {
        var name = Name();
        Skip(acrossLines: false);
        if (!text.AsSpan(_at).StartsWith("::=", StringComparison.Ordinal))
        {
            throw At("'::=' has to follow the name of a rule");
        }

        _at += 3;
        Skip(acrossLines: true);
        var rule = IdOf(name);
        _rules[rule] = Alternatives(name, isNested: false);
        if (_at < text.Length && Here is not ('\r' or '\n'))
        {
            throw At($"an element, '|' or the end of the line has to come in the rule '{name}'");
        }

        Skip(acrossLines: true);
    }

    private List<GrammarElement[]> Alternatives(string name, bool isNested)
    {
        List<GrammarElement[]> alternatives = [Sequence(name, isNested)];
        while (Here == '|')
        {
            _at++;
            Skip(acrossLines: true);
            alternatives.Add(Sequence(name, isNested));
        }

        return alternatives;
    }

    private GrammarElement[] Sequence(string name, bool isNested)
    {
        var (elements, last) = (new List<GrammarElement>(), -1);
        while (_at < text.Length)
        {
            var start = elements.Count;
            switch (Here)
            {
                case '"': Literal(elements); break;
                case '[': elements.Add(new(GrammarElementKind.Character, Set(Ranges()))); break;
                case '.':
                    _at++;
                    elements.Add(new(GrammarElementKind.Character, Set([(0, LastCharacter)])));
                    break;
                case '<' or '!': elements.Add(Token()); break;
                case '(': elements.Add(new(GrammarElementKind.Rule, Group(name))); break;
                case '*' or '+' or '?' or '{':
                    start = last >= 0 ? last : throw At("an element has to come before a repetition");
                    Repeat(name, elements, start);
                    break;
                case var character when IsWord(character): elements.Add(new(GrammarElementKind.Rule, IdOf(Name()))); break;
                default: return Counted(elements);
            }

            last = start;
            Skip(isNested);
        }

        return Counted(elements);
    }

    private int Group(string name)
    {
        if (++_depth > Deepest)
        {
            throw At($"groups may lie in each other {Deepest} deep; there are more");
        }

        _at++;
        Skip(acrossLines: true);
        var group = NewRule(name);
        _rules[group] = Alternatives(name, isNested: true);
        if (Here != ')')
        {
            throw At("')' has to end a group");
        }

        _at++;
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
        var sign = text[_at++];
        if (sign != '{')
        {
            return sign switch { '*' => (0, null), '+' => (1, null), _ => (0, 1) };
        }

        Skip(acrossLines: true);
        var (least, most) = (Number(), default(int?));
        Skip(acrossLines: true);
        if (Here == ',')
        {
            _at++;
            Skip(acrossLines: true);
            most = char.IsAsciiDigit(Here) ? Number() : null;
            Skip(acrossLines: true);
        }
        else
        {
            most = least;
        }

        if (Here != '}' || most < least)
        {
            throw At(most < least ? $"an element cannot come at least {least} and at most {most} times" : "'}' has to end a repetition");
        }

        _at++;
        return (least, most);
    }

    private int Number()
    {
        var start = _at;
        while (char.IsAsciiDigit(Here))
        {
            _at++;
        }

        return _at > start && _at - start < 9 && int.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture) is <= MostRepetitions and var number
            ? number
            : throw At($"a number from 0 to {MostRepetitions} has to say how often an element comes");
    }

    private void Literal(List<GrammarElement> elements)
    {
        _at++;
        while (Here != '"')
        {
            var character = Character();
            elements.Add(new(GrammarElementKind.Character, Set([(character, character)])));
        }

        _at++;
    }

    private List<(int First, int Last)> Ranges()
    {
        _at++;
        var (ranges, isOthers) = (new List<(int First, int Last)>(), Here == '^');
        _at += isOthers ? 1 : 0;
        while (Here != ']')
        {
            var first = Character();
            var last = first;
            if (Here == '-' && _at + 1 < text.Length && text[_at + 1] != ']')
            {
                _at++;
                last = Character();
            }

            if (last >= first)
            {
                ranges.Add((first, last));
            }
        }

        _at++;
        var joined = Joined(ranges);
        return isOthers ? Others(joined) : joined;
    }

    private GrammarElement Token()
    {
        var kind = Here == '!' ? GrammarElementKind.OtherToken : GrammarElementKind.Token;
        _at += kind == GrammarElementKind.OtherToken ? 1 : 0;
        var end = Here == '<' ? text.IndexOf('>', _at) : -1;
        if (end < 0)
        {
            throw At("a token in angle brackets has to come");
        }

        var named = text[_at..(end + 1)];
        var token = named is ['<', '[', .. var number, ']', '>'] ? int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null : tokenOf(named);
        var element = new GrammarElement(kind, token ?? throw At($"'{named}' is no token of this model"));
        _at = end + 1;
        return element;
    }

    private int Character()
    {
        if (_at >= text.Length)
        {
            throw At("a '\"' or ']' has to end what was begun");
        }

        if (Here != '\\')
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(_at), out var rune, out var units) != System.Buffers.OperationStatus.Done)
            {
                throw At("a whole character has to come, not half a surrogate pair");
            }

            _at += units;
            return rune.Value;
        }

        _at++;
        var escape = Here;
        _at++;
        return escape switch
        {
            'n' => '\n', 'r' => '\r', 't' => '\t',
            '\\' or '"' or '[' or ']' or '-' or '^' => escape,
            'x' => Hex(2), 'u' => Hex(4), 'U' => Hex(8),
            _ => throw At("after '\\' there may be n, r, t, x, u, U, and the signs that have a meaning"),
        };
    }

    private int Hex(int digits)
    {
        if (_at + digits > text.Length || !uint.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value > LastCharacter)
        {
            throw At($"{digits} hexadecimal digits of a character up to 10FFFF have to come");
        }

        _at += digits;
        return (int)value;
    }

    private string Name()
    {
        var start = _at;
        while (IsWord(Here))
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw At("the name of a rule has to come");
    }

    private void Skip(bool acrossLines)
    {
        for (; _at < text.Length; _at++)
        {
            if (Here == '#')
            {
                while (_at + 1 < text.Length && text[_at + 1] is not ('\r' or '\n'))
                {
                    _at++;
                }
            }
            else if (Here is not (' ' or '\t') && !(acrossLines && Here is ('\r' or '\n')))
            {
                return;
            }
        }
    }

    private int IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out var rule))
        {
            _ids[name] = rule = NewRule(name);
            _names[rule] = name;
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
            throw Wrong($"with its repetitions it has more than {MostElements} elements. Repeat less.");
        }

        _elements += (int)elements;
    }

    private int Set(List<(int First, int Last)> ranges)
    {
        var key = string.Join(' ', ranges);
        if (!_setIds.TryGetValue(key, out var set))
        {
            _setIds[key] = set = _sets.Count;
            _sets.Add(ranges);
        }

        return set;
    }

    private static List<(int First, int Last)> Joined(List<(int First, int Last)> ranges)
    {
        ranges.Sort();
        var joined = new List<(int First, int Last)>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1)
            {
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private static List<(int First, int Last)> Others(List<(int First, int Last)> ranges)
    {
        var (others, next) = (new List<(int First, int Last)>(), 0);
        foreach (var (first, last) in ranges)
        {
            if (first > next)
            {
                others.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= LastCharacter)
        {
            others.Add((next, LastCharacter));
        }

        return others;
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '-';

    private NodeFailure At(string what)
    {
        var before = text.AsSpan(0, Math.Min(_at, text.Length));
        var (line, column) = (1 + before.Count('\n'), before.Length - before.LastIndexOf('\n'));
        return Wrong($"{what}, in line {line} at column {column}.");
    }
}
