using System.Globalization;

namespace MySpinBot.Language;

// Values, and what stands behind them.
internal sealed partial class ExpressionParser
{
    /// <summary>Arguments in brackets.</summary>
    public WrittenArguments Arguments()
    {
        List<(Expression, bool)> placed = [];
        List<(string?, Expression)> named = [];
        Expect("(");
        while (!Current.Is(")"))
        {
            if (Takes("**"))
            {
                named.Add((null, Whole()));
            }
            else if (Takes("*"))
            {
                placed.Add((Whole(), true));
            }
            else if (Current.Kind == TemplateTokenKind.Name && Following.Is("="))
            {
                var name = Take().Text;
                Take();
                named.Add((name, Whole()));
            }
            else if (named.Count > 0)
            {
                throw new TemplateFault("an argument without a name stands behind one with a name", Current.Line);
            }
            else
            {
                placed.Add((Whole(), false));
            }

            if (!Takes(",") && !Current.Is(")"))
            {
                throw new TemplateFault($"',' or ')' is wanted, not {Current.Told}", Current.Line);
            }
        }

        Take();
        return new WrittenArguments(placed, named);
    }

    /// <summary>A filter's name and arguments, the <c>|</c> taken.</summary>
    public FilterExpression Filter(Expression? target)
    {
        var token = Expect(TemplateTokenKind.Name, "the name of a filter");
        var filter = TemplateFilters.Find(token.Text) ?? throw new TemplateFault($"there is no filter '{token.Text}'", token.Line);
        return new FilterExpression(target, token.Text, filter, Current.Is("(") ? Arguments() : WrittenArguments.None) { Line = token.Line };
    }

    private Expression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TemplateTokenKind.Name:
                return Named(token);
            case TemplateTokenKind.Literal:
                var text = token.Text;
                while (Current.Kind == TemplateTokenKind.Literal)
                {
                    text += Take().Text;
                }

                return new ConstantExpression(MarkedText.Own(text)) { Line = token.Line };
            case TemplateTokenKind.Whole:
                return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                    ? new ConstantExpression(whole) { Line = token.Line } : throw new TemplateFault($"{token.Text} is too large a number", token.Line);
            case TemplateTokenKind.Fraction:
                return new ConstantExpression(double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture)) { Line = token.Line };
            case TemplateTokenKind.Sign when token.Text == "(":
                return Bracketed(token.Line);
            case TemplateTokenKind.Sign when token.Text == "[":
                return new ListExpression(Items("]"), false) { Line = token.Line };
            case TemplateTokenKind.Sign when token.Text == "{":
                return Map(token.Line);
            default:
                throw new TemplateFault($"a value is wanted, not {token.Told}", token.Line);
        }
    }

    private static Expression Named(TemplateToken token) => token.Text switch
    {
        "true" or "True" => new ConstantExpression(true) { Line = token.Line },
        "false" or "False" => new ConstantExpression(false) { Line = token.Line },
        "none" or "None" => new ConstantExpression(null) { Line = token.Line },
        _ => new NameExpression(token.Text) { Line = token.Line },
    };

    private Expression Bracketed(int line)
    {
        if (Takes(")"))
        {
            return new ListExpression([], true) { Line = line };
        }

        var value = Row();
        Expect(")");
        return value;
    }

    private List<Expression> Items(string closing)
    {
        List<Expression> items = [];
        while (!Takes(closing))
        {
            items.Add(Whole());
            if (!Takes(",") && !Current.Is(closing))
            {
                throw new TemplateFault($"',' or '{closing}' is wanted, not {Current.Told}", Current.Line);
            }
        }

        return items;
    }

    private MapExpression Map(int line)
    {
        List<(Expression, Expression)> entries = [];
        while (!Takes("}"))
        {
            var key = Whole();
            Expect(":");
            entries.Add((key, Whole()));
            if (!Takes(",") && !Current.Is("}"))
            {
                throw new TemplateFault($"',' or '}}' is wanted, not {Current.Told}", Current.Line);
            }
        }

        return new MapExpression(entries) { Line = line };
    }

    // Members, indices and calls.
    private Expression Behind(Expression value)
    {
        for (var length = 1; ; length++)
        {
            var line = Current.Line;
            if (Takes("."))
            {
                var member = Take();
                value = member.Kind switch
                {
                    TemplateTokenKind.Name => new MemberExpression(value, member.Text) { Line = line },
                    TemplateTokenKind.Whole => new IndexExpression(value, new ConstantExpression(long.Parse(member.Text, CultureInfo.InvariantCulture)) { Line = line }) { Line = line },
                    _ => throw new TemplateFault($"the name of a member is wanted, not {member.Told}", line),
                };
            }
            else if (Takes("["))
            {
                value = Index(value, line);
            }
            else if (Current.Is("("))
            {
                value = new CallExpression(value, Arguments()) { Line = line };
            }
            else
            {
                return value;
            }

            Bound(length, line);
        }
    }

    private Expression Index(Expression target, int line)
    {
        var from = Current.Is(":") ? null : Row();
        if (!Takes(":"))
        {
            Expect("]");
            return new IndexExpression(target, from!) { Line = line };
        }

        var to = Current.Is(":") || Current.Is("]") ? null : Whole();
        var step = Takes(":") && !Current.Is("]") ? Whole() : null;
        Expect("]");
        return new SliceExpression(target, from, to, step) { Line = line };
    }

    // Filters and tests, and what stands behind those.
    private Expression Filtered(Expression value)
    {
        for (var length = 1; ; length++)
        {
            var line = Current.Line;
            if (Takes("|"))
            {
                value = Filter(value);
            }
            else if (TakesName("is"))
            {
                value = Test(value, line);
            }
            else if (Current.Is("("))
            {
                value = new CallExpression(value, Arguments()) { Line = line };
            }
            else
            {
                return value;
            }

            Bound(length, line);
        }
    }

    private Expression Test(Expression value, int line)
    {
        var not = TakesName("not");
        var token = Expect(TemplateTokenKind.Name, "the name of a test");
        var test = TemplateTests.Find(token.Text) ?? throw new TemplateFault($"there is no test '{token.Text}'", token.Line);
        var arguments = WrittenArguments.None;
        if (Current.Is("("))
        {
            arguments = Arguments();
        }
        else if (BeginsArgument())
        {
            arguments = new WrittenArguments([(Behind(Primary()), false)], []);
        }

        Expression tested = new TestExpression(value, test, arguments) { Line = line };
        return not ? new NotExpression(tested) { Line = line } : tested;
    }

    private bool BeginsArgument() => Current.Kind switch
    {
        TemplateTokenKind.Literal or TemplateTokenKind.Whole or TemplateTokenKind.Fraction => true,
        TemplateTokenKind.Name => Current.Text is not ("else" or "or" or "and" or "is" or "if" or "in" or "not"),
        TemplateTokenKind.Sign => Current.Text is "[" or "{",
        _ => false,
    };
}
