using System.ComponentModel.DataAnnotations;

namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>Operations on two numbers.</summary>
public enum Operation
{
    /// <summary>a + b.</summary>
    [Choice("add")]
    Add,

    /// <summary>a - b.</summary>
    [Choice("subtract")]
    Subtract,

    /// <summary>a × b.</summary>
    [Choice("multiply")]
    Multiply,

    /// <summary>a ÷ b; of whole numbers, rounded down.</summary>
    [Choice("divide")]
    Divide,

    /// <summary>What whole division leaves; it has the sign of b.</summary>
    [Choice("modulo")]
    Modulo,

    /// <summary>a to the power of b.</summary>
    [Choice("power")]
    Power,

    /// <summary>The smaller.</summary>
    [Choice("min")]
    Min,

    /// <summary>The greater.</summary>
    [Choice("max")]
    Max,
}

/// <summary>How a fraction becomes a whole number or one of fewer digits.</summary>
public enum Rounding
{
    /// <summary>To the nearest; halves to the even neighbour.</summary>
    [Choice("nearest")]
    Nearest,

    /// <summary>Down, towards minus infinity.</summary>
    [Choice("floor")]
    Floor,

    /// <summary>Up, towards plus infinity.</summary>
    [Choice("ceil")]
    Ceiling,

    /// <summary>Towards zero.</summary>
    [Choice("truncate")]
    Truncate,
}

/// <summary>Arithmetic.</summary>
public static class ArithmeticNodes
{
    /// <summary>Computes with two whole numbers. A result that does not fit is a failure, never a wrapped number.</summary>
    /// <param name="a">First number.</param>
    /// <param name="b">Second number.</param>
    /// <param name="operation">What to do with them.</param>
    /// <returns>The result.</returns>
    [Node("IntMath", Title = "Int Math", Category = "basics/math", Search = "add, subtract, multiply, divide, integer")]
    public static long Whole(long a, long b, Operation operation = Operation.Add)
    {
        var result = Compute(Number.Of(a), Number.Of(b), operation);
        return result.IsWhole ? result.Whole : Number.Rounded(Math.Truncate(result.Real)).Whole;
    }

    /// <summary>Computes with two numbers.</summary>
    /// <param name="a">First number.</param>
    /// <param name="b">Second number.</param>
    /// <param name="operation">What to do with them.</param>
    /// <returns>The result.</returns>
    [Node("FloatMath", Title = "Float Math", Category = "basics/math", Search = "add, subtract, multiply, divide, number")]
    public static double Real(double a, double b, Operation operation = Operation.Add)
        => operation == Operation.Divide ? (Number.Of(a) / Number.Of(b)).Real : Compute(Number.Of(a), Number.Of(b), operation).Real;

    /// <summary>Rounds a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="mode">Which way.</param>
    /// <param name="digits">Digits after the point that stay; below zero, digits before it that become 0.</param>
    /// <returns>rounded: The rounded number; whole: The same as a whole number.</returns>
    [Node("MathRound", Title = "Round", Category = "basics/math", Search = "floor, ceiling, truncate, decimals")]
    public static (double Rounded, long Whole) Round(double value, Rounding mode = Rounding.Nearest, [Range(-15, 15)] int digits = 0)
    {
        var unit = Math.Pow(10, Math.Abs(digits));
        var scaled = digits >= 0 ? value * unit : value / unit;
        var rounded = mode switch
        {
            Rounding.Floor => Math.Floor(scaled),
            Rounding.Ceiling => Math.Ceiling(scaled),
            Rounding.Truncate => Math.Truncate(scaled),
            _ => digits >= 0 ? Math.Round(value, digits, MidpointRounding.ToEven) * unit : Math.Round(scaled, MidpointRounding.ToEven),
        };
        rounded = Number.Finite(digits >= 0 ? rounded / unit : rounded * unit, "rounding").Real;
        return (rounded, Number.Rounded(rounded).Whole);
    }

    /// <summary>Keeps a number within bounds.</summary>
    /// <param name="value">The number.</param>
    /// <param name="min">Least result.</param>
    /// <param name="max">Greatest result.</param>
    /// <returns>The number within the bounds.</returns>
    [Node("MathClamp", Title = "Clamp", Category = "basics/math", Search = "limit, bounds, min, max")]
    public static double Clamp(double value, double min = 0, double max = 1) => MathFunctions.Clamp(Number.Of(value), Number.Of(min), Number.Of(max)).Real;

    /// <summary>Takes a number from one range to the same place in another.</summary>
    /// <param name="value">The number.</param>
    /// <param name="fromMin">Beginning of the range that it lies in.</param>
    /// <param name="fromMax">End of the range that it lies in.</param>
    /// <param name="toMin">Beginning of the other range.</param>
    /// <param name="toMax">End of the other range.</param>
    /// <returns>The number in the new range.</returns>
    [Node("MathRemap", Title = "Remap Range", Category = "basics/math", Search = "scale, interpolate, lerp, normalize")]
    public static double Remap(double value, double fromMin = 0, double fromMax = 1, double toMin = 0, double toMax = 1)
    {
        if (fromMin == fromMax)
        {
            throw Failures.At("from_max", $"The range from {ValueText.Of(fromMin)} to {ValueText.Of(fromMax)} is empty; 'from_min' and 'from_max' should differ.");
        }

        return Number.Finite(toMin + ((value - fromMin) / (fromMax - fromMin) * (toMax - toMin)), "calculation").Real;
    }

    private static Number Compute(Number a, Number b, Operation operation) => operation switch
    {
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => Number.FloorDivide(a, b),
        Operation.Modulo => a % b,
        Operation.Power => Number.Power(a, b),
        Operation.Min => a.CompareTo(b) <= 0 ? a : b,
        _ => a.CompareTo(b) >= 0 ? a : b,
    };
}
