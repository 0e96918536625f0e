using MySpinBot.Nodes.Basics.Primitives;
using MySpinBot.Nodes.Basics.Templates;

namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>Formulas.</summary>
public static class ExpressionNodes
{
    private const string Numeric = "FLOAT,INT,BOOLEAN";

    /// <summary>Computes a formula: <c>+ - * /</c>, <c>//</c> (whole division), <c>%</c>, <c>**</c> or <c>^</c> (power), comparisons, <c>and or not</c>, <c>x if c else y</c>,
    /// and functions: abs, atan2, ceil, clamp, cos, exp, float, floor, int, lerp, log, log2, log10, max, mean, min, pow, round, sign, sin, sqrt, sum, tan.</summary>
    /// <param name="expression">The formula. Names are inputs; <c>pi</c>, <c>e</c> and <c>tau</c> are known.</param>
    /// <param name="a">Value of <c>a</c>.</param>
    /// <param name="b">Value of <c>b</c>.</param>
    /// <param name="c">Value of <c>c</c>.</param>
    /// <param name="d">Value of <c>d</c>.</param>
    /// <param name="values">Further inputs by name.</param>
    /// <returns>number: The result; whole: The result without its fraction; truth: Whether the result is not zero.</returns>
    /// <remarks>Whole numbers stay whole and never wrap around; a division with <c>/</c> gives a fraction. <c>whole</c> cuts the fraction off.</remarks>
    [Node("MathExpression", Category = "basics/math", Search = "formula, calculate, calculator, eval", Validate = nameof(Faults))]
    public static (double Number, long Whole, bool Truth) Compute(
        [Input(Multiline = true)] string expression = "a + b",
        [Input(Type = Numeric)] object? a = null,
        [Input(Type = Numeric)] object? b = null,
        [Input(Type = Numeric)] object? c = null,
        [Input(Type = Numeric)] object? d = null,
        ExtraInputs? values = null) => Outputs(expression, true, a, b, c, d, values);

    /// <summary>Computes a formula as ComfyUI's node of this name does: <c>^</c> is the exclusive or, <c>**</c> the power, and <c>values.a</c> is <c>a</c>.</summary>
    /// <param name="expression">The formula, with the operators of Python.</param>
    /// <param name="a">Value of <c>a</c>.</param>
    /// <param name="b">Value of <c>b</c>.</param>
    /// <param name="c">Value of <c>c</c>.</param>
    /// <param name="d">Value of <c>d</c>.</param>
    /// <param name="values">Further inputs by name; <c>sum(values)</c> takes them all.</param>
    /// <returns>float: The result; int: The result without its fraction; bool: Whether the result is not zero.</returns>
    [Node("ComfyMathExpression", Title = "Math Expression (ComfyUI)", Category = "basics/math", Search = "formula, calculate, calculator, eval", Validate = nameof(PythonFaults))]
    public static (double FLOAT, long INT, bool BOOL) ComputeAsPython(
        [Input(Multiline = true)] string expression = "a + b",
        [Input(Type = Numeric)] object? a = null,
        [Input(Type = Numeric)] object? b = null,
        [Input(Type = Numeric)] object? c = null,
        [Input(Type = Numeric)] object? d = null,
        ExtraInputs? values = null) => Outputs(expression, false, a, b, c, d, values);

    /// <summary>What is wrong with a formula that stands in the graph.</summary>
    public static IEnumerable<InputFault> Faults(string? expression) => Faults(expression, true);

    /// <summary>What is wrong with a formula in Python's syntax that stands in the graph.</summary>
    public static IEnumerable<InputFault> PythonFaults(string? expression) => Faults(expression, false);

    private static (double, long, bool) Outputs(string expression, bool caretIsPower, object? a, object? b, object? c, object? d, ExtraInputs? values)
    {
        var numbers = NamedValues.Of(values, ("a", a), ("b", b), ("c", c), ("d", d))
            .ToDictionary(value => value.Key, value => Read(value.Key, value.Value), StringComparer.Ordinal);
        var result = Expression.Compute(expression, numbers, caretIsPower);

        // The whole part is cut off and, where it is too large for a long, kept at the end of the range; the fraction says what it was.
        return (result.Real, result.IsWhole ? result.Whole : (long)Math.Clamp(Math.Truncate(result.Real), -9.2233720368547748e18, 9.2233720368547748e18), result.IsTrue);
    }

    private static Number Read(string name, object? value) => ConversionNodes.Plain(value) switch
    {
        bool flag => Number.Of(flag),
        long whole => Number.Of(whole),
        double real when double.IsFinite(real) => Number.Of(real),
        _ => throw Failures.At(name, $"Input '{name}' is '{ValueText.Of(value)}'; an expression takes finite numbers and booleans."),
    };

    private static IEnumerable<InputFault> Faults(string? expression, bool caretIsPower)
    {
        if (expression is null)
        {
            return [];
        }

        try
        {
            Expression.Compute(expression, null, caretIsPower);
            return [];
        }
        catch (NodeFailure failure)
        {
            return [new InputFault("expression", failure.Message)];
        }
    }
}
