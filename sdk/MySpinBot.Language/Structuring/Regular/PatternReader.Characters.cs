using System.Globalization;

namespace MySpinBot.Language;

/// <content>Characters, classes of them, and escapes.</content>
internal sealed partial class PatternReader
{
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
}
