using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The text of a grammar, read from its beginning to its end.</summary>
/// <param name="text">The text.</param>
internal sealed class GbnfText(string text)
{
    /// <summary>The last character there is.</summary>
    public const int LastCharacter = 0x10FFFF;

    private int _at;

    /// <summary>The failure of a grammar.</summary>
    public static NodeFailure Wrong(string what) => new($"The grammar is wrong: {what}") { Input = nameof(GenerationRequest.Grammar) };

    /// <summary>Whether there is no more.</summary>
    public bool HasEnded => _at >= text.Length;

    /// <summary>What stands here; a zero at the end.</summary>
    public char Here => _at < text.Length ? text[_at] : '\0';

    /// <summary>Whether a name may begin here.</summary>
    public bool IsAtName => char.IsAsciiLetterOrDigit(Here) || Here == '-';

    /// <summary>The failure of what stands here.</summary>
    public NodeFailure Fault(string what)
    {
        var before = text.AsSpan(0, Math.Min(_at, text.Length));
        var (line, column) = (1 + before.Count('\n'), before.Length - before.LastIndexOf('\n'));
        return Wrong($"{what}, in line {line} at column {column}.");
    }

    /// <summary>Reads over blanks and comments.</summary>
    /// <param name="acrossLines">Whether over ends of lines as well.</param>
    public void Skip(bool acrossLines)
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

    /// <summary>Reads a sign if it stands here.</summary>
    public bool Take(char sign)
    {
        var isHere = !HasEnded && Here == sign;
        _at += isHere ? 1 : 0;
        return isHere;
    }

    /// <summary>Reads a sign that has to stand here.</summary>
    public void Need(char sign, string why)
    {
        if (!Take(sign))
        {
            throw Fault(why);
        }
    }

    /// <summary>Reads <c>::=</c>.</summary>
    public void NeedDefinition()
    {
        if (!text.AsSpan(Math.Min(_at, text.Length)).StartsWith("::=", StringComparison.Ordinal))
        {
            throw Fault("'::=' has to follow the name of a rule");
        }

        _at += 3;
    }

    /// <summary>Reads the name of a rule.</summary>
    public string Name()
    {
        var start = _at;
        while (IsAtName)
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw Fault("the name of a rule has to come");
    }

    /// <summary>Reads a number of times.</summary>
    public int Number(int most)
    {
        var start = _at;
        while (char.IsAsciiDigit(Here))
        {
            _at++;
        }

        return _at > start && _at - start < 9 && int.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture) is var number && number <= most
            ? number
            : throw Fault($"a number from 0 to {most} has to say how often an element comes");
    }

    /// <summary>Reads what stands in angle brackets, with them.</summary>
    public string Bracketed()
    {
        var end = Here == '<' ? text.IndexOf('>', _at) : -1;
        if (end < 0)
        {
            throw Fault("a token in angle brackets has to come");
        }

        var named = text[_at..(end + 1)];
        _at = end + 1;
        return named;
    }

    /// <summary>Reads a literal's or a set's character, escaped or not.</summary>
    public int Character()
    {
        if (HasEnded)
        {
            throw Fault("a '\"' or ']' has to end what was begun");
        }

        if (Here != '\\')
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(_at), out var rune, out var units) != System.Buffers.OperationStatus.Done)
            {
                throw Fault("a whole character has to come, not half a surrogate pair");
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
            _ => throw Fault("after '\\' there may be n, r, t, x, u, U, and the signs that have a meaning"),
        };
    }

    /// <summary>Whether a '-' stands here that is not the last of a set.</summary>
    public bool TakeRange() => _at + 1 < text.Length && text[_at + 1] != ']' && Take('-');

    private int Hex(int digits)
    {
        if (_at + digits > text.Length || !uint.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value > LastCharacter)
        {
            throw Fault($"{digits} hexadecimal digits of a character up to 10FFFF have to come");
        }

        _at += digits;
        return (int)value;
    }
}
