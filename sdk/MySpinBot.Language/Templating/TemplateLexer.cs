namespace MySpinBot.Language;

/// <summary>Cuts a template into tokens, with the white space around tags treated as Transformers has Jinja do it: <c>trim_blocks</c> (a line break behind a tag goes)
/// and <c>lstrip_blocks</c> (blanks before a tag that begins a line go), <c>-</c> takes all white space on its side, <c>+</c> keeps it.</summary>
internal sealed partial class TemplateLexer
{
    private static readonly string[] Signs =
        ["**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _beginsLine = true;

    private TemplateLexer(string source) => _source = source;

    /// <summary>Tokens of a template; the last is the end.</summary>
    /// <exception cref="TemplateFault">It is not Jinja.</exception>
    public static IReadOnlyList<TemplateToken> Read(string source)
    {
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new TemplateLexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.All();
        return lexer._tokens;
    }

    private void All()
    {
        while (_at < _source.Length)
        {
            var tag = NextTag();
            if (tag < 0)
            {
                AddText(_source[_at..]);
                _at = _source.Length;
                break;
            }

            var sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            AddText(Before(tag, sign));
            _at = tag + (sign is '-' or '+' ? 3 : 2);
            _beginsLine = false;
            switch (_source[tag + 1])
            {
                case '#':
                    Comment();
                    break;
                case '%' when Raw():
                    break;
                case '%':
                    Inside(TemplateTokenKind.TagStart, TemplateTokenKind.TagEnd, '%');
                    break;
                default:
                    Inside(TemplateTokenKind.OutputStart, TemplateTokenKind.OutputEnd, '}');
                    break;
            }
        }

        _tokens.Add(new TemplateToken(TemplateTokenKind.End, "", _line));
    }

    private int NextTag()
    {
        for (var i = _source.IndexOf('{', _at); i >= 0 && i + 1 < _source.Length; i = _source.IndexOf('{', i + 1))
        {
            if (_source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    // The text before a tag, without what the tag takes from it.
    private string Before(int tag, char sign)
    {
        var text = _source[_at..tag];
        if (sign == '-')
        {
            Count(text.AsSpan(text.TrimEnd().Length));
            return text.TrimEnd();
        }

        var start = text.LastIndexOf('\n') + 1;
        if (sign == '+' || _source[tag + 1] == '{' || (start == 0 && !_beginsLine) || !string.IsNullOrWhiteSpace(text[start..]))
        {
            return text;
        }

        return text[..start];
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _tokens.Add(new TemplateToken(TemplateTokenKind.Text, text, _line));
            Count(text);
        }
    }

    private void Count(ReadOnlySpan<char> text) => _line += text.Count('\n');

    private void Comment()
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new TemplateFault("a comment is not closed with #}", _line);
        }

        var sign = end > _at ? _source[end - 1] : ' ';
        Count(_source.AsSpan(_at, end - _at));
        _at = end + 2;
        After(sign, true);
    }

    // Behind a tag: all white space with -, a line break where tags take one.
    private void After(char sign, bool takesBreak)
    {
        var from = _at;
        if (sign == '-')
        {
            while (_at < _source.Length && char.IsWhiteSpace(_source[_at]))
            {
                _at++;
            }
        }
        else if (takesBreak && sign != '+' && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }

        Count(_source.AsSpan(from, _at - from));
        _beginsLine = _at > 0 && _source[_at - 1] == '\n';
    }

    // {% raw %} … {% endraw %}: told as text.
    private bool Raw()
    {
        var at = SkipBlanks(_at);
        if (!Word(at, "raw"))
        {
            return false;
        }

        at = SkipBlanks(at + 3);
        var dash = at < _source.Length && _source[at] is '-' or '+' ? _source[at] : ' ';
        at += dash == ' ' ? 0 : 1;
        if (at + 1 >= _source.Length || _source[at] != '%' || _source[at + 1] != '}')
        {
            return false;
        }

        Count(_source.AsSpan(_at, at - _at));
        _at = at + 2;
        After(dash, true);
        for (var tag = _source.IndexOf("{%", _at, StringComparison.Ordinal); tag >= 0; tag = _source.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            var sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            var name = SkipBlanks(tag + (sign is '-' or '+' ? 3 : 2));
            if (!Word(name, "endraw"))
            {
                continue;
            }

            var end = SkipBlanks(name + 6);
            var closing = end < _source.Length && _source[end] is '-' or '+' ? _source[end] : ' ';
            end += closing == ' ' ? 0 : 1;
            if (string.CompareOrdinal(_source, end, "%}", 0, 2) != 0)
            {
                continue;
            }

            AddText(Before(tag, sign));
            _at = end + 2;
            After(closing, true);
            return true;
        }

        throw new TemplateFault("{% raw %} is not closed with {% endraw %}", _line);
    }

    private bool Word(int at, string word)
        => string.CompareOrdinal(_source, at, word, 0, word.Length) == 0
            && (at + word.Length >= _source.Length || !(char.IsLetterOrDigit(_source[at + word.Length]) || _source[at + word.Length] == '_'));

    private int SkipBlanks(int at)
    {
        while (at < _source.Length && char.IsWhiteSpace(_source[at]))
        {
            at++;
        }

        return at;
    }

    private void Inside(TemplateTokenKind start, TemplateTokenKind end, char closing)
    {
        var opened = _line;
        _tokens.Add(new TemplateToken(start, "", _line));
        var open = new Stack<char>();
        while (true)
        {
            var blanks = SkipBlanks(_at);
            Count(_source.AsSpan(_at, blanks - _at));
            _at = blanks;
            if (_at >= _source.Length)
            {
                throw new TemplateFault(closing == '%' ? "a tag is not closed with %}" : "an expression is not closed with }}", opened);
            }

            var sign = _source[_at];
            var at = sign == '-' || (sign == '+' && closing == '%') ? _at + 1 : _at;
            if (open.Count == 0 && at + 1 < _source.Length && _source[at] == closing && _source[at + 1] == '}')
            {
                _tokens.Add(new TemplateToken(end, "", _line));
                _at = at + 2;
                After(sign, closing == '%');
                return;
            }

            Token(open);
        }
    }

    private void Token(Stack<char> open)
    {
        var c = _source[_at];
        if (c is '\'' or '"')
        {
            Literal(c);
        }
        else if (char.IsAsciiDigit(c))
        {
            Number();
        }
        else if (char.IsLetter(c) || c == '_')
        {
            var from = _at;
            while (_at < _source.Length && (char.IsLetterOrDigit(_source[_at]) || _source[_at] == '_'))
            {
                _at++;
            }

            _tokens.Add(new TemplateToken(TemplateTokenKind.Name, _source[from.._at], _line));
        }
        else
        {
            Sign(open);
        }
    }

    private void Sign(Stack<char> open)
    {
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(_source, _at, sign, 0, sign.Length) != 0)
            {
                continue;
            }

            if (sign is "(" or "[" or "{")
            {
                open.Push(sign[0] == '(' ? ')' : sign[0] == '[' ? ']' : '}');
            }
            else if (sign is ")" or "]" or "}" && (!open.TryPop(out var expected) || expected != sign[0]))
            {
                throw new TemplateFault($"'{sign}' closes nothing that was opened", _line);
            }

            _tokens.Add(new TemplateToken(TemplateTokenKind.Sign, sign, _line));
            _at += sign.Length;
            return;
        }

        throw new TemplateFault($"'{_source[_at]}' has no meaning in a tag", _line);
    }
}
