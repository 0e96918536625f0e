namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>Functions and constants of expressions.</summary>
internal static class MathFunctions
{
    private const int Any = int.MaxValue;

    private static readonly Dictionary<string, (int Least, int Most, Func<Number[], Number> Compute)> ByName = new(StringComparer.Ordinal)
    {
        ["min"] = (1, Any, values => values.Aggregate((a, b) => a.CompareTo(b) <= 0 ? a : b)),
        ["max"] = (1, Any, values => values.Aggregate((a, b) => a.CompareTo(b) >= 0 ? a : b)),
        ["sum"] = (0, Any, values => values.Aggregate(Number.Of(0L), (a, b) => a + b)),
        ["mean"] = (1, Any, values => values.Aggregate((a, b) => a + b) / Number.Of(values.LongLength)),
        ["abs"] = (1, 1, values => values[0].CompareTo(Number.Of(0L)) < 0 ? -values[0] : values[0]),
        ["sign"] = (1, 1, values => Number.Of((long)Math.Sign(values[0].Real))),
        ["round"] = (1, 2, values => values.Length == 1 ? Whole(values[0], x => Math.Round(x, MidpointRounding.ToEven)) : RoundTo(values[0], values[1])),
        ["floor"] = (1, 1, values => Whole(values[0], Math.Floor)),
        ["ceil"] = (1, 1, values => Whole(values[0], Math.Ceiling)),
        ["int"] = (1, 1, values => Whole(values[0], Math.Truncate)),
        ["float"] = (1, 1, values => Number.Of(values[0].Real)),
        ["pow"] = (2, 2, values => Number.Power(values[0], values[1])),
        ["sqrt"] = (1, 1, values => Real("square root", Math.Sqrt(values[0].Real))),
        ["exp"] = (1, 1, values => Real("exponential", Math.Exp(values[0].Real))),
        ["log"] = (1, 2, values => Real("logarithm", values.Length == 1 ? Math.Log(values[0].Real) : Math.Log(values[0].Real) / Math.Log(values[1].Real))),
        ["log2"] = (1, 1, values => Real("logarithm", Math.Log2(values[0].Real))),
        ["log10"] = (1, 1, values => Real("logarithm", Math.Log10(values[0].Real))),
        ["sin"] = (1, 1, values => Real("sine", Math.Sin(values[0].Real))),
        ["cos"] = (1, 1, values => Real("cosine", Math.Cos(values[0].Real))),
        ["tan"] = (1, 1, values => Real("tangent", Math.Tan(values[0].Real))),
        ["atan2"] = (2, 2, values => Real("arc tangent", Math.Atan2(values[0].Real, values[1].Real))),
        ["clamp"] = (3, 3, values => Clamp(values[0], values[1], values[2])),
        ["lerp"] = (3, 3, values => values[0] + ((values[1] - values[0]) * values[2])),
    };

    public static Number? Constant(string name) => name switch
    {
        "pi" => Number.Of(Math.PI),
        "e" => Number.Of(Math.E),
        "tau" => Number.Of(Math.Tau),
        "True" or "true" => Number.Of(true),
        "False" or "false" => Number.Of(false),
        _ => null,
    };

    /// <exception cref="NodeFailure">There is no function of this name.</exception>
    public static void Demand(string name)
    {
        if (!ByName.ContainsKey(name))
        {
            throw new NodeFailure($"There is no function '{name}'; there are {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    public static Number Call(string name, Number[] values)
    {
        var function = ByName[name];
        var (least, most) = (function.Least, function.Most);
        return values.Length >= least && values.Length <= most
            ? function.Compute(values)
            : throw new NodeFailure($"The function '{name}' takes {(most == Any ? $"{least} or more" : least == most ? $"{least}" : $"{least} or {most}")} values and was given {values.Length}.");
    }

    public static Number Clamp(Number value, Number low, Number high)
        => low.CompareTo(high) > 0
            ? throw new NodeFailure($"The lower bound {low} is above the upper bound {high}; they should change places.")
            : value.CompareTo(low) < 0 ? low : value.CompareTo(high) > 0 ? high : value;

    public static Number RoundTo(Number value, Number digits)
    {
        var count = digits is { IsWhole: true, Whole: >= -15 and <= 15 } ? (int)digits.Whole : throw new NodeFailure($"Numbers are rounded to -15 to 15 digits, not to {digits}.");
        if (count >= 0)
        {
            return value.IsWhole ? value : Number.Of(Math.Round(value.Real, count, MidpointRounding.ToEven));
        }

        var unit = Math.Pow(10, -count);
        var rounded = Math.Round(value.Real / unit, MidpointRounding.ToEven) * unit;
        return value.IsWhole ? Number.Rounded(rounded) : Number.Of(rounded);
    }

    private static Number Whole(Number value, Func<double, double> round) => value.IsWhole ? value : Number.Rounded(round(value.Real));

    private static Number Real(string what, double value) => Number.Finite(value, what);
}
