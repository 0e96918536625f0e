using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Reads regular expressions as ECMA-262 writes them (JSON Schema's dialect), with its <c>u</c> flag: characters are code points.</summary>
internal sealed partial class PatternReader(string source)
{
    private const int MostCharacters = 8192;
    private const int MostDepth = 64;
    private const int MostTimes = 10_000;

    private int _at;
    private int _depth;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="NodeFailure">It is no regular expression, or has what is not regular.</exception>
    public Pattern Read()
    {
        if (source.Length > MostCharacters)
        {
            throw new NodeFailure($"A pattern of the schema has {source.Length} characters; at most {MostCharacters} are read.");
        }

        var pattern = ReadChoice();
        return _at == source.Length ? pattern : throw Wrong("a ) without its (");
    }

    private Pattern ReadChoice()
    {
        if (++_depth > MostDepth)
        {
            throw Wrong($"groups more than {MostDepth} deep");
        }

        var parts = new List<Pattern> { ReadSequence() };
        while (Take('|'))
        {
            parts.Add(ReadSequence());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new Pattern.Choice(parts);
    }

    private Pattern ReadSequence()
    {
        var parts = new List<Pattern>();
        while (_at < source.Length && source[_at] is not ('|' or ')'))
        {
            var part = ReadAtom();
            while (ReadTimes() is { } times)
            {
                part = part is Pattern.Anchor ? throw Wrong("an anchor that is repeated") : new Pattern.Repeated(part, times.Least, times.Most);
            }

            parts.Add(part);
        }

        return parts.Count == 1 ? parts[0] : new Pattern.Sequence(parts);
    }

    private Pattern ReadAtom()
    {
        switch (source[_at])
        {
            case '^':
                _at++;
                return new Pattern.Anchor(false);
            case '$':
                _at++;
                return new Pattern.Anchor(true);
            case '.':
                _at++;
                return new Pattern.Character(PatternSets.NoLineEnd);
            case '(':
                _at++;
                return ReadGroup();
            case '[':
                _at++;
                return new Pattern.Character(ReadClass());
            case '\\':
                _at++;
                return new Pattern.Character(ReadEscape(inClass: false));
            case '*' or '+' or '?':
                throw Wrong($"a {source[_at]} after nothing");
            default:
                return new Pattern.Character(CharSet.Of(ReadCharacter()));
        }
    }

    private Pattern ReadGroup()
    {
        bool? negative = null;
        if (Take('?'))
        {
            if (Take('='))
            {
                negative = false;
            }
            else if (Take('!'))
            {
                negative = true;
            }
            else if (Take('<'))
            {
                if (_at < source.Length && source[_at] is '=' or '!')
                {
                    throw Wrong("(?<= or (?<!, which looks back: write what comes before as a part of the pattern");
                }

                var end = source.IndexOf('>', _at);
                _at = end < 0 ? throw Wrong("a group's name without its >") : end + 1;
            }
            else if (!Take(':'))
            {
                throw Wrong("a (? that is none of (?:, (?=, (?! and (?<name>");
            }
        }

        var inner = ReadChoice();
        if (!Take(')'))
        {
            throw Wrong("a ( without its )");
        }

        return negative is { } no ? new Pattern.Ahead(inner, no) : inner;
    }

    private (int Least, int Most)? ReadTimes()
    {
        (int Least, int Most)? times = null;
        if (Take('*'))
        {
            times = (0, -1);
        }
        else if (Take('+'))
        {
            times = (1, -1);
        }
        else if (Take('?'))
        {
            times = (0, 1);
        }
        else if (_at < source.Length && source[_at] == '{')
        {
            times = ReadBraces();
        }

        if (times is not null)
        {
            // Lazy: it finds another part of the text, not other texts.
            Take('?');
        }

        return times;
    }

    /// <summary>Braces that are no times are characters.</summary>
    private (int Least, int Most)? ReadBraces()
    {
        var end = source.IndexOf('}', _at);
        if (end < 0)
        {
            return null;
        }

        var inner = source[(_at + 1)..end].Split(',');
        if (inner.Length > 2 || !Count(inner[0], out var least))
        {
            return null;
        }

        var most = least;
        if (inner.Length == 2 && !(inner[1].Length == 0 ? (most = -1) == -1 : Count(inner[1], out most)))
        {
            return null;
        }

        _at = end + 1;
        return least > MostTimes || most > MostTimes ? throw Wrong($"a repetition of more than {MostTimes} times")
            : most >= 0 && most < least ? throw Wrong("a repetition whose least is more than its most")
            : (least, most);
    }

    private static bool Count(string digits, out int count)
    {
        count = 0;
        return digits.Length is > 0 and <= 8 && digits.All(char.IsAsciiDigit) && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private bool Take(char expected)
    {
        if (_at < source.Length && source[_at] == expected)
        {
            _at++;
            return true;
        }

        return false;
    }

    private NodeFailure Wrong(string what) => new($"The pattern \"{source}\" has {what} (at character {Math.Min(_at, source.Length) + 1}); a grammar cannot be made of it.");
}
