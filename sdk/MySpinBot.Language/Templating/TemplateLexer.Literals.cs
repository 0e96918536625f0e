using System.Globalization;
using System.Text;

namespace MySpinBot.Language;

// Numbers and texts in quotes.
internal sealed partial class TemplateLexer
{
    private void Number()
    {
        var from = _at;
        var kind = TemplateTokenKind.Whole;
        Digits();
        if (_at + 1 < _source.Length && _source[_at] == '.' && char.IsAsciiDigit(_source[_at + 1]))
        {
            kind = TemplateTokenKind.Fraction;
            _at++;
            Digits();
        }

        var exponent = _at + 1 < _source.Length && _source[_at] is 'e' or 'E' ? _at + (_source[_at + 1] is '-' or '+' ? 2 : 1) : _source.Length;
        if (exponent < _source.Length && char.IsAsciiDigit(_source[exponent]))
        {
            kind = TemplateTokenKind.Fraction;
            _at = exponent;
            Digits();
        }

        _tokens.Add(new TemplateToken(kind, _source[from.._at].Replace("_", "", StringComparison.Ordinal), _line));
    }

    private void Digits()
    {
        while (_at < _source.Length && (char.IsAsciiDigit(_source[_at]) || _source[_at] == '_'))
        {
            _at++;
        }
    }

    private void Literal(char quote)
    {
        var opened = _line;
        var text = new StringBuilder();
        for (_at++; _at < _source.Length; _at++)
        {
            var c = _source[_at];
            if (c == quote)
            {
                _at++;
                _tokens.Add(new TemplateToken(TemplateTokenKind.Literal, text.ToString(), opened));
                return;
            }

            _line += c == '\n' ? 1 : 0;
            if (c == '\\' && _at + 1 < _source.Length)
            {
                _at++;
                _line += _source[_at] == '\n' ? 1 : 0;
                Escape(text, _source[_at]);
            }
            else
            {
                text.Append(c);
            }
        }

        throw new TemplateFault($"a text is not closed with {quote}", opened);
    }

    // Python's escapes; what is none stays as it is, with its backslash.
    private void Escape(StringBuilder text, char c)
    {
        var simple = "\n\\'\"abfnrtv".IndexOf(c, StringComparison.Ordinal);
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (simple >= 0)
        {
            // A backslash before a line break joins the lines.
            text.Append(simple == 0 ? "" : "\\'\"\a\b\f\n\r\t\v"[(simple - 1)..simple]);
        }
        else if (c is >= '0' and <= '7')
        {
            var value = 0;
            var end = Math.Min(_at + 3, _source.Length);
            for (; _at < end && _source[_at] is >= '0' and <= '7'; _at++)
            {
                value = (value * 8) + (_source[_at] - '0');
            }

            _at--;
            text.Append((char)value);
        }
        else if (digits > 0)
        {
            if (_at + digits >= _source.Length || !int.TryParse(_source.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code is < 0 or > 0x10FFFF)
            {
                throw new TemplateFault($"\\{c} wants {digits} hexadecimal digits of a character", _line);
            }

            text.Append(code is >= 0xD800 and <= 0xDFFF or <= 0xFFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code));
            _at += digits;
        }
        else
        {
            text.Append('\\').Append(c);
        }
    }
}
