namespace MySpinBot.Language;

/// <summary>An expression of a template.</summary>
internal abstract class Expression
{
    /// <summary>Its line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Its value.</summary>
    public object? Evaluate(TemplateRun run)
    {
        run.Spend(1);
        try
        {
            return Value(run);
        }
        catch (TemplateFault fault) when (fault.Line == 0)
        {
            throw fault.At(Line);
        }
    }

    /// <summary>Computes the value.</summary>
    protected abstract object? Value(TemplateRun run);
}

/// <summary>A value that stands in the template.</summary>
internal sealed class ConstantExpression(object? value) : Expression
{
    /// <summary>The value.</summary>
    public object? Constant => value;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => value;
}

/// <summary>A variable.</summary>
internal sealed class NameExpression(string name) : Expression
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => run.Scope.TryGet(name, out var value) ? value : new Undefined(name);
}

/// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
internal sealed class ListExpression(IReadOnlyList<Expression> items, bool isTuple) : Expression
{
    /// <summary>Its parts.</summary>
    public IReadOnlyList<Expression> Items => items;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => new TemplateList([.. items.Select(item => item.Evaluate(run))], isTuple);
}

/// <summary><c>{a: b}</c>.</summary>
internal sealed class MapExpression(IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in entries)
        {
            map.Set(key.Evaluate(run), value.Evaluate(run));
        }

        return map;
    }
}

/// <summary><c>value.name</c>: a method first, then an entry.</summary>
internal sealed class MemberExpression(Expression target, string name) : Expression
{
    /// <summary>What it is a member of.</summary>
    public Expression Target => target;

    /// <summary>The member's name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => Members.Get(target.Evaluate(run), name);
}

/// <summary><c>value[index]</c>.</summary>
internal sealed class IndexExpression(Expression target, Expression index) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => Members.At(target.Evaluate(run), index.Evaluate(run));
}

/// <summary><c>value[from:to:step]</c>.</summary>
internal sealed class SliceExpression(Expression target, Expression? from, Expression? to, Expression? step) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
        => Members.Slice(run, target.Evaluate(run), from?.Evaluate(run), to?.Evaluate(run), step?.Evaluate(run));
}

/// <summary>Arguments as they are written.</summary>
/// <param name="Placed">Those without names; true for a list whose values they are (<c>*list</c>).</param>
/// <param name="Named">Those with names; a null name for a dictionary whose entries they are (<c>**dictionary</c>).</param>
internal sealed record WrittenArguments(IReadOnlyList<(Expression Value, bool Spread)> Placed, IReadOnlyList<(string? Name, Expression Value)> Named)
{
    /// <summary>None.</summary>
    public static WrittenArguments None { get; } = new([], []);

    /// <summary>Their values.</summary>
    public TemplateArguments Evaluate(TemplateRun run)
    {
        if (Placed.Count == 0 && Named.Count == 0)
        {
            return TemplateArguments.None;
        }

        List<object?> placed = new(Placed.Count);
        foreach (var (expression, spread) in Placed)
        {
            var value = expression.Evaluate(run);
            if (spread)
            {
                placed.AddRange(Sequences.Of(run, value));
            }
            else
            {
                placed.Add(value);
            }
        }

        List<KeyValuePair<string, object?>> named = new(Named.Count);
        foreach (var (name, expression) in Named)
        {
            var value = expression.Evaluate(run);
            if (name is not null)
            {
                named.Add(new(name, value));
            }
            else if (value is TemplateMap map)
            {
                named.AddRange(map.Entries.Select(each => new KeyValuePair<string, object?>(Told.Text(each.Key).Value, each.Value)));
            }
            else
            {
                throw new TemplateFault($"** wants a dictionary, not {Told.Kind(value)}");
            }
        }

        return new TemplateArguments(placed, named);
    }
}

/// <summary><c>value(arguments)</c>.</summary>
internal sealed class CallExpression(Expression target, WrittenArguments arguments) : Expression
{
    /// <summary>What is called.</summary>
    public Expression Target => target;

    /// <summary>With what.</summary>
    public WrittenArguments Arguments => arguments;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var called = target.Evaluate(run);
        return called is TemplateFunction function ? run.Call(function, arguments.Evaluate(run))
            : throw new TemplateFault(called is Undefined undefined ? $"'{undefined.Name}' is undefined and cannot be called" : $"{Told.Kind(called)} cannot be called");
    }
}

/// <summary><c>value | filter(arguments)</c>.</summary>
internal sealed class FilterExpression(Expression? target, string name, TemplateFilter filter, WrittenArguments arguments) : Expression
{
    /// <summary>The filter's name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => Apply(run, target!.Evaluate(run));

    /// <summary>Filters a value.</summary>
    public object? Apply(TemplateRun run, object? value) => filter(run, value, arguments.Evaluate(run));
}

/// <summary><c>value is test(arguments)</c>.</summary>
internal sealed class TestExpression(Expression target, TemplateTest test, WrittenArguments arguments) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => test(run, target.Evaluate(run), arguments.Evaluate(run));
}

/// <summary><c>not value</c>.</summary>
internal sealed class NotExpression(Expression value) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run) => !Operations.IsTrue(value.Evaluate(run));
}

/// <summary><c>a and b</c>, <c>a or b</c>: the one of the two values that decides.</summary>
internal sealed class ChoiceExpression(Expression left, Expression right, bool isAnd) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var value = left.Evaluate(run);
        return Operations.IsTrue(value) == isAnd ? right.Evaluate(run) : value;
    }
}

/// <summary><c>a if condition else b</c>.</summary>
internal sealed class ConditionalExpression(Expression condition, Expression then, Expression? otherwise) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
        => Operations.IsTrue(condition.Evaluate(run)) ? then.Evaluate(run) : otherwise is null ? new Undefined("the other value of an 'if'") : otherwise.Evaluate(run);
}

/// <summary><c>a &lt; b &lt;= c</c>, <c>a in b</c>, ….</summary>
internal sealed class ComparisonExpression(Expression first, IReadOnlyList<(string Sign, Expression Other)> others) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var left = first.Evaluate(run);
        foreach (var (sign, other) in others)
        {
            var right = other.Evaluate(run);
            if (!Holds(sign, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private static bool Holds(string sign, object? left, object? right) => sign switch
    {
        "==" => Operations.AreEqual(left, right),
        "!=" => !Operations.AreEqual(left, right),
        "<" => Operations.Compare(left, right) < 0,
        "<=" => Operations.Compare(left, right) <= 0,
        ">" => Operations.Compare(left, right) > 0,
        ">=" => Operations.Compare(left, right) >= 0,
        "in" => Operations.Contains(right, left),
        _ => !Operations.Contains(right, left),
    };
}

/// <summary>A calculation.</summary>
internal sealed class CalculationExpression(string sign, Expression left, Expression right) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var (a, b) = (left.Evaluate(run), right.Evaluate(run));
        return sign switch
        {
            "+" => Operations.Add(run, a, b),
            "-" => Operations.Subtract(a, b),
            "*" => Operations.Multiply(run, a, b),
            "/" => Operations.Divide(a, b),
            "//" => Operations.DivideWhole(a, b),
            "%" => Operations.Remainder(run, a, b),
            _ => Operations.Power(a, b),
        };
    }
}

/// <summary><c>-value</c> or <c>+value</c>.</summary>
internal sealed class SignExpression(Expression value, bool negative) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
        => negative ? Operations.Negate(value.Evaluate(run)) : Operations.Add(run, 0L, value.Evaluate(run));
}

/// <summary><c>a ~ b ~ c</c>: as texts, behind each other.</summary>
internal sealed class JoinExpression(IReadOnlyList<Expression> parts) : Expression
{
    /// <inheritdoc/>
    protected override object? Value(TemplateRun run)
    {
        var text = new MarkedTextBuilder();
        foreach (var part in parts)
        {
            text.Append(run.Made(Told.Text(part.Evaluate(run))));
        }

        return text.ToText();
    }
}
