using System.Globalization;

namespace MySpinBot.Language;

/// <summary>Reads expressions, with Jinja's order of operators: if–else, or, and, not, comparisons, + −, ~, * / // %, **, signs, then members, calls, filters and tests.</summary>
/// <param name="tokens">Tokens of the template.</param>
internal sealed partial class ExpressionParser(IReadOnlyList<TemplateToken> tokens)
{
    // Brackets in brackets: deeper ones would take the stack.
    private const int MostDepth = 100;

    // Operators in a row: the first is inside all others.
    private const int MostChain = 500;

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Sums = ["+", "-"];
    private static readonly string[] Products = ["*", "/", "//", "%"];
    private static readonly string[] Powers = ["**"];

    private int _depth;

    /// <summary>The place of the next token.</summary>
    public int At { get; private set; }

    /// <summary>The next token.</summary>
    public TemplateToken Current => tokens[At];

    /// <summary>The token behind the next.</summary>
    public TemplateToken Following => tokens[Math.Min(At + 1, tokens.Count - 1)];

    /// <summary>Takes the next token.</summary>
    public TemplateToken Take() => Current.Kind == TemplateTokenKind.End ? Current : tokens[At++];

    /// <summary>Takes a sign if it is next.</summary>
    public bool Takes(string sign)
    {
        var next = Current.Is(sign);
        At += next ? 1 : 0;
        return next;
    }

    /// <summary>Takes a name if it is next.</summary>
    public bool TakesName(string name)
    {
        var next = Current.IsName(name);
        At += next ? 1 : 0;
        return next;
    }

    /// <summary>Takes a token that has to be there.</summary>
    public TemplateToken Expect(TemplateTokenKind kind, string told)
        => Current.Kind == kind ? Take() : throw new TemplateFault($"{told} is wanted, not {Current.Told}", Current.Line);

    /// <summary>Takes a sign that has to be there.</summary>
    public void Expect(string sign)
    {
        if (!Takes(sign))
        {
            throw new TemplateFault($"'{sign}' is wanted, not {Current.Told}", Current.Line);
        }
    }

    /// <summary>An expression, or several with commas between, which are a tuple.</summary>
    public Expression Row()
    {
        var line = Current.Line;
        var first = Whole();
        if (!Current.Is(","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (Takes(",") && Current.Kind is not (TemplateTokenKind.TagEnd or TemplateTokenKind.OutputEnd) && !Current.Is(")"))
        {
            items.Add(Whole());
        }

        return new ListExpression(items, true) { Line = line };
    }

    /// <summary>An expression.</summary>
    /// <param name="withIf">Whether <c>a if b else c</c> may be one: the condition of a loop stands behind such an <c>if</c>.</param>
    public Expression Whole(bool withIf = true)
    {
        if (++_depth > MostDepth)
        {
            throw new TemplateFault("an expression is nested too deep", Current.Line);
        }

        var value = Or();
        while (withIf && Current.IsName("if"))
        {
            var line = Take().Line;
            var condition = Or();
            value = new ConditionalExpression(condition, value, TakesName("else") ? Whole() : null) { Line = line };
        }

        _depth--;
        return value;
    }

    private Expression Or()
    {
        var left = And();
        while (Current.IsName("or"))
        {
            var line = Take().Line;
            left = new ChoiceExpression(left, And(), false) { Line = line };
        }

        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Current.IsName("and"))
        {
            var line = Take().Line;
            left = new ChoiceExpression(left, Not(), true) { Line = line };
        }

        return left;
    }

    private Expression Not()
    {
        List<int> lines = [];
        while (Current.IsName("not"))
        {
            lines.Add(Take().Line);
        }

        var value = Comparison();
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            value = new NotExpression(value) { Line = lines[i] };
        }

        return lines.Count <= MostDepth ? value : throw new TemplateFault("an expression is nested too deep", lines[0]);
    }

    private Expression Comparison()
    {
        var line = Current.Line;
        var first = Sum();
        List<(string, Expression)> others = [];
        while (true)
        {
            if (Current.Kind == TemplateTokenKind.Sign && Comparisons.Contains(Current.Text))
            {
                others.Add((Take().Text, Sum()));
            }
            else if (TakesName("in"))
            {
                others.Add(("in", Sum()));
            }
            else if (Current.IsName("not") && Following.IsName("in"))
            {
                At += 2;
                others.Add(("not in", Sum()));
            }
            else
            {
                return others.Count == 0 ? first : new ComparisonExpression(first, others) { Line = line };
            }
        }
    }

    private Expression Sum() => Chain(Join, Sums);

    private Expression Join()
    {
        var first = Product();
        if (!Current.Is("~"))
        {
            return first;
        }

        var line = Current.Line;
        List<Expression> parts = [first];
        while (Takes("~"))
        {
            parts.Add(Product());
        }

        return new JoinExpression(parts) { Line = line };
    }

    private Expression Product() => Chain(Power, Products);

    private Expression Power() => Chain(() => Signed(), Powers);

    // Operators of one strength, from the left.
    private Expression Chain(Func<Expression> operand, string[] signs)
    {
        var left = operand();
        var length = 0;
        while (Current.Kind == TemplateTokenKind.Sign && signs.Contains(Current.Text))
        {
            var sign = Take();
            left = new CalculationExpression(sign.Text, left, operand()) { Line = sign.Line };
            Bound(++length, sign.Line);
        }

        return left;
    }

    private Expression Signed(bool withFilter = true)
    {
        Expression value;
        if (Current.Is("-") || Current.Is("+"))
        {
            var sign = Take();
            Bound(++_depth, sign.Line);
            value = new SignExpression(Signed(false), sign.Text == "-") { Line = sign.Line };
            _depth--;
        }
        else
        {
            value = Primary();
        }

        value = Behind(value);
        return withFilter ? Filtered(value) : value;
    }

    // What is evaluated inside each other takes the stack, however it is written.
    private static void Bound(int depth, int line)
    {
        if (depth > MostChain)
        {
            throw new TemplateFault("an expression is nested too deep", line);
        }
    }
}
