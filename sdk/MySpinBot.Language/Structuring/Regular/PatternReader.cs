using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Reads regular expressions as ECMA-262 writes them (JSON Schema's dialect), with its <c>u</c> flag: characters are code points.</summary>
internal sealed class PatternReader(string source)
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

    private CharSet ReadClass()
    {
        var negative = Take('^');
        var set = CharSet.None;
        while (!Take(']'))
        {
            var (one, first) = ReadMember();
            if (_at + 1 < source.Length && source[_at] == '-' && source[_at + 1] != ']' && first is { } low)
            {
                _at++;
                var (_, last) = ReadMember();
                one = last is not { } high ? throw Wrong("a range that ends with a class")
                    : high < low ? throw Wrong("a range whose end comes before its start")
                    : CharSet.Of(low, high);
            }

            set = set.Or(one);
        }

        return negative ? set.Not() : set;
    }

    private (CharSet Set, int? Character) ReadMember()
    {
        if (_at >= source.Length)
        {
            throw Wrong("a [ without its ]");
        }

        if (!Take('\\'))
        {
            var character = ReadCharacter();
            return (CharSet.Of(character), character);
        }

        var set = ReadEscape(inClass: true);
        return (set, set.Count == 1 ? set.First : null);
    }

    private CharSet ReadEscape(bool inClass)
    {
        if (_at >= source.Length)
        {
            throw Wrong("a \\ at its end");
        }

        var letter = source[_at];
        if (PatternSets.Short.TryGetValue(letter, out var set))
        {
            _at++;
            return set;
        }

        switch (letter)
        {
            case 'b' when inClass:
                _at++;
                return CharSet.Of('\b');
            case 'b' or 'B':
                throw Wrong($"\\{letter}, a boundary of words: write what stands at it");
            case >= '1' and <= '9' or 'k':
                throw Wrong($"\\{letter}, which refers back to a group: that is not regular");
            case 'x' or 'u':
                _at++;
                return CharSet.Of(ReadCode(letter));
            case 'c' when _at + 1 < source.Length && char.IsAsciiLetter(source[_at + 1]):
                _at += 2;
                return CharSet.Of(source[_at - 1] % 32);
            case 'p' or 'P':
                _at++;
                return ReadProperty(letter == 'P');
            default:
                return !char.IsAsciiLetterOrDigit(letter) ? CharSet.Of(ReadCharacter()) : throw Wrong($"\\{letter}, which means nothing");
        }
    }

    private int ReadCode(char letter)
    {
        if (letter == 'u' && Take('{'))
        {
            var end = source.IndexOf('}', _at);
            var digits = end < 0 ? "" : source[_at..end];
            _at = Math.Max(end, _at) + 1;
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= 0x10FFFF
                ? code
                : throw Wrong("a \\u{…} that is no character");
        }

        var first = Hex(letter == 'x' ? 2 : 4);
        if (char.IsHighSurrogate((char)first) && source.AsSpan(_at).StartsWith("\\u"))
        {
            _at += 2;
            var second = Hex(4);
            return char.IsLowSurrogate((char)second) ? char.ConvertToUtf32((char)first, (char)second) : throw Wrong("half of a surrogate pair");
        }

        return first;
    }

    private int Hex(int digits)
    {
        if (_at + digits > source.Length || !int.TryParse(source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Wrong($"an escape without its {digits} hexadecimal digits");
        }

        _at += digits;
        return code;
    }

    private CharSet ReadProperty(bool negative)
    {
        var end = source.IndexOf('}', _at);
        if (!Take('{') || end < 0)
        {
            throw Wrong("a \\p without its {…}");
        }

        var name = source[_at..end];
        _at = end + 1;
        var set = PatternSets.Property(name) ?? throw Wrong($"\\p{{{name}}}, which is no general category of Unicode: \\p{{L}}, \\p{{Lu}}, \\p{{N}}, … are read");
        return negative ? set.Not() : set;
    }

    private int ReadCharacter()
    {
        var character = char.IsHighSurrogate(source[_at]) && _at + 1 < source.Length && char.IsLowSurrogate(source[_at + 1])
            ? char.ConvertToUtf32(source[_at], source[_at + 1])
            : source[_at];
        _at += character > 0xFFFF ? 2 : 1;
        return character;
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

    private NodeFailure Wrong(string what) => new($"The pattern \"{source}\" has {what} (_at character {Math.Min(_at, source.Length) + 1}); a grammar cannot be made of it.");
}
