namespace MySpinBot.Language;

/// <summary>Operators of expressions, as Python computes them.</summary>
internal static class Operations
{
    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined or Unsaid => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        MarkedText text => text.Length > 0,
        TemplateList list => list.Items.Count > 0,
        TemplateMap map => map.Entries.Count > 0,
        _ => true,
    };

    /// <summary>Whether two values are equal.</summary>
    public static bool AreEqual(object? left, object? right) => AreEqual(left, right, 0);

    private static bool AreEqual(object? left, object? right, int depth)
    {
        switch (left, right)
        {
            case (null or Unsaid, null or Unsaid):
            case (Undefined, Undefined):
                return true;
            case (MarkedText a, MarkedText b):
                return a.Value == b.Value;
            case (Unsaid, MarkedText { Length: 0 }) or (MarkedText { Length: 0 }, Unsaid):
                return true;
            case (TemplateList a, TemplateList b):
                return a.IsTuple == b.IsTuple && a.Items.Count == b.Items.Count
                    && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second, Deeper(depth)));
            case (TemplateMap a, TemplateMap b):
                return a.Entries.Count == b.Entries.Count
                    && a.Entries.All(each => b.TryGet(each.Key, out var other) && AreEqual(each.Value, other, Deeper(depth)));
            default:
                return IsNumber(left) && IsNumber(right)
                    ? left is double || right is double ? ToDouble(left) == ToDouble(right) : ToWhole(left) == ToWhole(right)
                    : ReferenceEquals(left, right);
        }
    }

    /// <summary>The order of two values: below, equal, above.</summary>
    public static int Compare(object? left, object? right)
    {
        switch (left, right)
        {
            case (MarkedText a, MarkedText b):
                return CodePoints.Compare(a.Value, b.Value);
            case (TemplateList a, TemplateList b):
                for (var i = 0; i < Math.Min(a.Items.Count, b.Items.Count); i++)
                {
                    if (!AreEqual(a.Items[i], b.Items[i]))
                    {
                        return Compare(a.Items[i], b.Items[i]);
                    }
                }

                return a.Items.Count.CompareTo(b.Items.Count);
            default:
                return !IsNumber(left) || !IsNumber(right) ? throw Unfit("<", left, right)
                    : left is double || right is double ? ToDouble(left).CompareTo(ToDouble(right))
                    : ToWhole(left).CompareTo(ToWhole(right));
        }
    }

    /// <summary>Whether a value is in another.</summary>
    public static bool Contains(object? container, object? value) => container switch
    {
        null or Undefined or Unsaid => false,
        MarkedText text => value is MarkedText part ? text.Value.Contains(part.Value, StringComparison.Ordinal)
            : value is Unsaid ? true : throw new TemplateFault($"{Told.Kind(value)} cannot be in a text"),
        TemplateList list => list.Items.Exists(item => AreEqual(item, value)),
        TemplateMap map => map.TryGet(value, out _),
        TemplateNamespace space => value is MarkedText name && space.Values.ContainsKey(name.Value),
        _ => throw new TemplateFault($"nothing can be in {Told.Kind(container)}"),
    };

    /// <summary>A sum, or one behind the other.</summary>
    public static object? Add(TemplateRun run, object? left, object? right)
    {
        if (left is MarkedText or Unsaid or ArgumentsMap && right is MarkedText or Unsaid or ArgumentsMap)
        {
            var (first, second) = (Told.Text(left), Told.Text(right));
            run.SpendText((double)first.Length + second.Length);
            return first + second;
        }

        if (left is TemplateList a && right is TemplateList b && a.IsTuple == b.IsTuple)
        {
            run.Spend(a.Items.Count + b.Items.Count);
            return new TemplateList([.. a.Items, .. b.Items], a.IsTuple);
        }

        return Number("+", left, right, (x, y) => checked(x + y), (x, y) => x + y);
    }

    /// <summary>A product; a text or list many times.</summary>
    public static object? Multiply(TemplateRun run, object? left, object? right)
    {
        if (right is MarkedText or TemplateList)
        {
            (left, right) = (right, left);
        }

        if (left is MarkedText or TemplateList && right is long or bool)
        {
            var times = Math.Max(0, ToWhole(right));
            if (left is MarkedText text)
            {
                run.SpendText(text.Length * (double)times);
                var made = new MarkedTextBuilder();
                for (var i = 0; i < times && text.Length > 0; i++)
                {
                    made.Append(text);
                }

                return made.ToText();
            }

            var list = (TemplateList)left;
            run.Spend(list.Items.Count * (double)times);
            return new TemplateList([.. Enumerable.Range(0, list.Items.Count == 0 ? 0 : (int)times).SelectMany(_ => list.Items)], list.IsTuple);
        }

        return Number("*", left, right, (x, y) => checked(x * y), (x, y) => x * y);
    }

    /// <summary>A difference.</summary>
    public static object? Subtract(object? left, object? right) => Number("-", left, right, (x, y) => checked(x - y), (x, y) => x - y);

    /// <summary>A quotient with its fraction.</summary>
    public static object? Divide(object? left, object? right)
        => IsNumber(left) && IsNumber(right) ? ToDouble(left) / NotZero(ToDouble(right)) : throw Unfit("/", left, right);

    /// <summary>A quotient, rounded down.</summary>
    public static object? DivideWhole(object? left, object? right)
        => Number("//", left, right, (x, y) => checked((x / (long)NotZero(y)) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0)), (x, y) => Math.Floor(x / NotZero(y)));

    /// <summary>What a division leaves, with the divisor's sign; for texts their <c>%s</c> filled in.</summary>
    public static object? Remainder(TemplateRun run, object? left, object? right)
        => left is MarkedText text ? TextFormatting.Percent(run, text, right is TemplateList { IsTuple: true } tuple ? tuple.Items : [right])
            : Number("%", left, right, (x, y) => ((x % (long)NotZero(y)) + y) % y, (x, y) => ((x % NotZero(y)) + y) % y);

    /// <summary>A power.</summary>
    public static object? Power(object? left, object? right) => Number("**", left, right, WholePower, Math.Pow);

    /// <summary>The number with the other sign.</summary>
    public static object? Negate(object? value) => Subtract(0L, value);

    /// <summary>Whether a value is a number; Python counts true and false among them.</summary>
    public static bool IsNumber(object? value) => value is long or double or bool;

    /// <summary>A number as a fraction.</summary>
    public static double ToDouble(object? value) => value is double number ? number : ToWhole(value);

    /// <summary>A whole number.</summary>
    public static long ToWhole(object? value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateFault($"a whole number is wanted, not {Told.Kind(value)}"),
    };

    /// <summary>A whole number that a count or place can be.</summary>
    public static int ToCount(object? value) => (int)Math.Clamp(ToWhole(value), int.MinValue, int.MaxValue);

    private static object? WholePower(long x, long y)
    {
        if (y < 0)
        {
            return Math.Pow(x, y);
        }

        var result = 1L;
        for (var i = 0L; i < y; i++)
        {
            result = checked(result * x);
            if (result is 0 or 1 && x is 0 or 1)
            {
                break;
            }

            if (x == -1)
            {
                return y % 2 == 0 ? 1L : -1L;
            }
        }

        return result;
    }

    private static object? Number(string sign, object? left, object? right, Func<long, long, object?> whole, Func<double, double, double> fraction)
    {
        if (!IsNumber(left) || !IsNumber(right))
        {
            throw Unfit(sign, left, right);
        }

        try
        {
            return left is double || right is double ? fraction(ToDouble(left), ToDouble(right)) : whole(ToWhole(left), ToWhole(right));
        }
        catch (OverflowException)
        {
            throw new TemplateFault("a number is too large");
        }
    }

    private static object? Number(string sign, object? left, object? right, Func<long, long, long> whole, Func<double, double, double> fraction)
        => Number(sign, left, right, (x, y) => (object?)whole(x, y), fraction);

    private static double NotZero(double number) => number == 0 ? throw new TemplateFault("a number is divided by zero") : number;

    private static int Deeper(int depth) => depth < Told.MostDepth ? depth + 1 : throw new TemplateFault("a value holds itself");

    private static TemplateFault Unfit(string sign, object? left, object? right)
        => new(left is Undefined || right is Undefined
            ? $"'{((left as Undefined) ?? (Undefined)right!).Name}' is undefined"
            : $"'{sign}' cannot join {Told.Kind(left)} and {Told.Kind(right)}");
}
