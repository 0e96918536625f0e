using System.Globalization;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>llama.cpp's grammars, read from their text and followed character by character: written for the tests alone, after the grammar's documentation, so that nothing of what is tested is believed.</summary>
internal sealed partial class Gbnf
{
    private readonly Dictionary<string, Part> _rules = [];
    private readonly Dictionary<(Part, int, int), Part> _repeats = [];
    private readonly Dictionary<(Part, Place?), Place> _places = [];
    private readonly string _text;
    private int _at;

    public Gbnf(string text)
    {
        _text = text;
        while (_at < text.Length)
        {
            var name = Word();
            Expect("::=");
            _rules.Add(name, Alternatives());
            _at = _at == text.Length || text[_at] == '\n' ? _at + 1 : throw new FormatException($"No end of the rule {name} at {_at}.");
        }

        foreach (var rule in _rules.Values.SelectMany(Within).OfType<Reference>())
        {
            rule.Rule = _rules.TryGetValue(rule.Name, out var found) ? found : throw new FormatException($"There is no rule {rule.Name}.");
        }

        FindShortest();
    }

    public int Rules => _rules.Count;

    /// <summary>The places at which a text may go on before its first character.</summary>
    public HashSet<Place?> Start() => Open([_places[(_rules["root"], null)] = new(_rules["root"], null)]);

    /// <summary>Whether a text is one of the grammar's.</summary>
    public bool Accepts(string text)
    {
        var places = Start();
        foreach (var rune in text.EnumerateRunes())
        {
            places = After(places, rune.Value);
        }

        return places.Contains(null);
    }

    /// <summary>The places after a character.</summary>
    public HashSet<Place?> After(IEnumerable<Place?> places, int character) =>
        Open(places.OfType<Place>().Where(place => ((Character)place.Part).Holds(character)).Select(place => place.Next));

    /// <summary>All ways to go on, each at a character; null where the text may end.</summary>
    private HashSet<Place?> Open(IEnumerable<Place?> from)
    {
        var open = new HashSet<Place?>();
        var seen = new HashSet<Place>();
        var waiting = new Stack<Place?>(from);
        while (waiting.TryPop(out var place))
        {
            if (place is null || place.Part is Character)
            {
                open.Add(place);
            }
            else if (seen.Add(place))
            {
                foreach (var next in Steps(place))
                {
                    waiting.Push(next);
                }
            }
        }

        return open;
    }

    private IEnumerable<Place?> Steps(Place place)
    {
        switch (place.Part)
        {
            case Choice choice:
                return choice.Parts.Select(part => (Place?)At(part, place.Next));
            case Sequence sequence:
                return [sequence.Parts.Reverse().Aggregate(place.Next, (next, part) => At(part, next))];
            case Reference reference:
                return [At(reference.Rule!, place.Next)];
            case Repeat repeat:
                var again = repeat.Most == 1 ? place.Next : At(Repeated(repeat.Of, Math.Max(repeat.Least - 1, 0), repeat.Most < 0 ? -1 : repeat.Most - 1), place.Next);
                return repeat.Least == 0 ? [place.Next, At(repeat.Of, again)] : [At(repeat.Of, again)];
            default:
                throw new InvalidOperationException();
        }
    }

    private Place At(Part part, Place? next)
    {
        if (!_places.TryGetValue((part, next), out var place))
        {
            _places.Add((part, next), place = new(part, next));
        }

        return place;
    }

    private Part Repeated(Part of, int least, int most)
    {
        if (!_repeats.TryGetValue((of, least, most), out var repeat))
        {
            _repeats.Add((of, least, most), repeat = new Repeat(of, least, most) { Shortest = least * of.Shortest });
        }

        return repeat;
    }

    private void FindShortest()
    {
        var parts = _rules.Values.SelectMany(Within).ToList();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var part in parts.AsEnumerable().Reverse())
            {
                var shortest = part.Measure();
                changed |= shortest < part.Shortest;
                part.Shortest = Math.Min(shortest, part.Shortest);
            }
        }
    }

    private static IEnumerable<Part> Within(Part part) => part switch
    {
        Choice choice => choice.Parts.SelectMany(Within).Prepend(part),
        Sequence sequence => sequence.Parts.SelectMany(Within).Prepend(part),
        Repeat repeat => Within(repeat.Of).Prepend(part),
        _ => [part],
    };

    private Choice Alternatives()
    {
        var parts = new List<Part> { ReadSequence() };
        while (Take('|'))
        {
            parts.Add(ReadSequence());
        }

        return new(parts);
    }

    private Sequence ReadSequence()
    {
        var parts = new List<Part>();
        for (Blanks(); _at < _text.Length && _text[_at] is not ('\n' or '|' or ')'); Blanks())
        {
            parts.Add(Times(ReadPart()));
        }

        return new(parts);
    }

    private Part ReadPart()
    {
        if (Take('"'))
        {
            var characters = new List<Part>();
            while (!Take('"', blanks: false))
            {
                var character = ReadCharacter();
                characters.Add(new Character([(character, character)], false));
            }

            return new Sequence(characters);
        }

        if (Take('(', blanks: false))
        {
            var inner = Alternatives();
            Expect(")");
            return inner;
        }

        if (!Take('[', blanks: false))
        {
            return new Reference(Word());
        }

        var negative = Take('^', blanks: false);
        var ranges = new List<(int, int)>();
        while (!Take(']', blanks: false))
        {
            var first = ReadCharacter();
            ranges.Add((first, Take('-', blanks: false) ? ReadCharacter() : first));
        }

        return new Character(ranges, negative);
    }

    private Part Times(Part part)
    {
        if (Take('*', blanks: false))
        {
            return Repeated(part, 0, -1);
        }

        if (Take('+', blanks: false))
        {
            return Repeated(part, 1, -1);
        }

        if (Take('?', blanks: false))
        {
            return Repeated(part, 0, 1);
        }

        if (!Take('{', blanks: false))
        {
            return part;
        }

        var end = _text.IndexOf('}', _at);
        var numbers = _text[_at..end].Split(',');
        _at = end + 1;
        var least = int.Parse(numbers[0], CultureInfo.InvariantCulture);
        return Repeated(part, least, numbers.Length == 1 ? least : numbers[1].Length == 0 ? -1 : int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private int ReadCharacter()
    {
        if (!Take('\\', blanks: false))
        {
            var character = char.ConvertToUtf32(_text, _at);
            _at += character > 0xFFFF ? 2 : 1;
            return character;
        }

        var letter = _text[_at++];
        var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            return letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '"' or '\\' or '[' or ']' or '-' => letter, _ => throw new FormatException($"No escape is \\{letter}.") };
        }

        _at += digits;
        return int.Parse(_text.AsSpan(_at - digits, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '-'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw new FormatException($"No name at {_at}: {_text[_at..Math.Min(_text.Length, _at + 30)]}");
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private bool Take(char expected, bool blanks = true)
    {
        if (blanks)
        {
            Blanks();
        }

        if (_at < _text.Length && _text[_at] == expected)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(string expected)
    {
        Blanks();
        _at = string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0 ? _at + expected.Length : throw new FormatException($"No {expected} at {_at}.");
        Blanks();
    }
}
