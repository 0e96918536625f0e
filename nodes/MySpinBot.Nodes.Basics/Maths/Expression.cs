namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>Computes an expression while reading it: numbers, names, <c>+ - * / // % **</c>, comparisons, <c>and or not</c>,
/// <c>x if c else y</c>, <c>c ? x : y</c>, functions. It reads nothing but its text and the values that it is given, and is bounded in length and depth.
/// A branch that is not taken is read but not computed.</summary>
internal sealed partial class Expression
{
    private const int LongestText = 10_000;
    private const int Deepest = 200;

    private readonly List<Token> _tokens;
    private readonly IReadOnlyDictionary<string, Number>? _values;
    private readonly bool _caretIsPower;
    private int _at;
    private int _depth;
    private bool _isSkipping;

    private Expression(List<Token> tokens, IReadOnlyDictionary<string, Number>? values, bool caretIsPower)
        => (_tokens, _values, _caretIsPower, _isSkipping) = (tokens, values, caretIsPower, values is null);

    /// <summary>The value of an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="values">Values by name; null to read it only, and compute nothing.</param>
    /// <param name="caretIsPower">Whether <c>^</c> is the power (else the exclusive or of whole numbers, as in Python).</param>
    public static Number Compute(string text, IReadOnlyDictionary<string, Number>? values, bool caretIsPower)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
        {
            throw Wrong($"has {text.Length} characters; it takes something like 'a + b', up to {LongestText}");
        }

        var expression = new Expression(Token.Read(text), values, caretIsPower);
        var result = expression.Choice();
        return expression.Now.Text.Length == 0 ? result : throw expression.Unexpected("an operator or the end");
    }

    private Number Choice()
    {
        using var level = Deeper();
        if (IfFollows())
        {
            return ConditionLast();
        }

        var condition = Either();
        if (!Take("?"))
        {
            return condition;
        }

        var yes = Only(condition.IsTrue, Choice);
        Expect(":");
        var no = Only(!condition.IsTrue, Choice);
        return condition.IsTrue ? yes : no;
    }

    /// <summary><c>x if c else y</c>: what stands before the condition is passed over first, and computed once the condition is known to hold.</summary>
    private Number ConditionLast()
    {
        var start = _at;
        var first = Only(false, Either);
        Expect("if");
        var condition = Either();
        if (condition.IsTrue && !_isSkipping)
        {
            var end = _at;
            _at = start;
            first = Either();
            _at = end;
        }

        Expect("else");
        var otherwise = Only(!condition.IsTrue, Choice);
        return condition.IsTrue ? first : otherwise;
    }

    private bool IfFollows()
    {
        var depth = 0;
        for (var at = _at; at < _tokens.Count && depth >= 0; at++)
        {
            depth += _tokens[at].Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && _tokens[at].Text is "if" or "," or "else" or "?" or ":")
            {
                return _tokens[at].Text == "if";
            }
        }

        return false;
    }

    private Number Either()
    {
        var left = Both();
        while (Take("or") || Take("||"))
        {
            var right = Only(!left.IsTrue, Both);
            left = left.IsTrue ? left : right;
        }

        return left;
    }

    private Number Both()
    {
        var left = Negation();
        while (Take("and") || Take("&&"))
        {
            var right = Only(left.IsTrue, Negation);
            left = left.IsTrue ? right : left;
        }

        return left;
    }

    private Number Negation()
    {
        using var level = Deeper();
        return Take("not") || Take("!") ? Number.Of(!Negation().IsTrue) : Comparison();
    }

    /// <summary>Comparisons chain as in mathematics: <c>0 &lt; a &lt; 10</c>.</summary>
    private Number Comparison()
    {
        var (left, holds, compared) = (Sum(), true, false);
        while (Now.Text is "<" or "<=" or ">" or ">=" or "==" or "!=")
        {
            var sign = Advance().Text;
            var right = Sum();
            var order = left.CompareTo(right);
            holds &= sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, ">=" => order >= 0, "==" => order == 0, _ => order != 0 };
            (left, compared) = (right, true);
        }

        return compared ? Number.Of(holds) : left;
    }

    private Number Sum()
    {
        var left = Product();
        while (Now.Text is "+" or "-" || (Now.Text == "^" && !_caretIsPower))
        {
            var sign = Advance().Text;
            var right = Product();
            left = Computed(() => sign switch { "+" => left + right, "-" => left - right, _ => ExclusiveOr(left, right) });
        }

        return left;
    }

    private Number Product()
    {
        var left = Signed();
        while (Now.Text is "*" or "/" or "//" or "%")
        {
            var sign = Advance().Text;
            var right = Signed();
            left = Computed(() => sign switch { "*" => left * right, "/" => left / right, "//" => Number.FloorDivide(left, right), _ => left % right });
        }

        return left;
    }

    private Number Signed()
    {
        using var level = Deeper();
        return Take("-") ? Negative(Signed()) : Take("+") ? Signed() : Power();
    }

    private Number Negative(Number value) => Computed(() => -value);

    /// <summary>Powers bind to the right and tighter than a sign before them: <c>-2 ** 2</c> is -4.</summary>
    private Number Power()
    {
        var left = Atom();
        if (Now.Text != "**" && !(Now.Text == "^" && _caretIsPower))
        {
            return left;
        }

        Advance();
        var right = Signed();
        return Computed(() => Number.Power(left, right));
    }

    private Number Atom()
    {
        var token = Now;
        if (token.Value is { } number)
        {
            Advance();
            return number;
        }

        if (Take("("))
        {
            var inner = Choice();
            Expect(")");
            return inner;
        }

        if (!token.IsName || token.Text is "if" or "else" or "and" or "or")
        {
            throw Unexpected("a number, a name or '('");
        }

        Advance();
        return Take("(") ? Function(token.Text) : Named(token);
    }

    private Number Function(string name)
    {
        MathFunctions.Demand(name);
        var values = new List<Number>();
        while (!Take(")"))
        {
            // sum(values) is ComfyUI's way to name all inputs at once.
            if (Now.Text == "values" && _values is not null)
            {
                Advance();
                values.AddRange(_values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => value.Value));
            }
            else
            {
                values.Add(Choice());
            }

            if (Now.Text != ")")
            {
                Expect(",");
            }
        }

        return Computed(() => MathFunctions.Call(name, [.. values]));
    }

    private Number Named(Token name)
    {
        if (_values?.TryGetValue(name.Text, out var value) == true)
        {
            return value;
        }

        return MathFunctions.Constant(name.Text) ?? (_isSkipping
            ? Number.Of(1L)
            : throw Wrong($"asks for '{name.Text}', and there is no such input; there are {Templates.NamedValues.List(_values?.Keys ?? [])}"));
    }

    private static Number ExclusiveOr(Number left, Number right) => left.IsWhole && right.IsWhole
        ? Number.Of(left.Whole ^ right.Whole)
        : throw Wrong("has '^' between fractions; here it is the exclusive or of whole numbers, and '**' is the power");
}
