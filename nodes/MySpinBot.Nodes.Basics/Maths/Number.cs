using System.Globalization;

namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>A number that knows whether it is whole. Whole numbers stay whole where the result is; they never wrap around.</summary>
internal readonly record struct Number(bool IsWhole, long Whole, double Real)
{
    public static Number Of(long whole) => new(true, whole, whole);

    public static Number Of(double real) => new(false, 0, real);

    public static Number Of(bool flag) => Of(flag ? 1L : 0L);

    public bool IsTrue => IsWhole ? Whole != 0 : Real != 0;

    public int CompareTo(Number other) => IsWhole && other.IsWhole ? Whole.CompareTo(other.Whole) : Real.CompareTo(other.Real);

    public static Number operator +(Number a, Number b) => Checked(a, b, (x, y) => checked(x + y), (x, y) => x + y);

    public static Number operator -(Number a, Number b) => Checked(a, b, (x, y) => checked(x - y), (x, y) => x - y);

    public static Number operator *(Number a, Number b) => Checked(a, b, (x, y) => checked(x * y), (x, y) => x * y);

    public static Number operator -(Number a) => Of(0) - a;

    /// <summary>Division with a fraction.</summary>
    public static Number operator /(Number a, Number b) => Of(a.Real / NotZero(b).Real);

    /// <summary>Division rounded down, towards minus infinity.</summary>
    public static Number FloorDivide(Number a, Number b)
        => Checked(a, NotZero(b), (x, y) => checked(x / y) - (x % y != 0 && x < 0 != y < 0 ? 1 : 0), (x, y) => Math.Floor(x / y));

    /// <summary>What <see cref="FloorDivide"/> leaves; it has the sign of the divisor.</summary>
    public static Number operator %(Number a, Number b)
        => Checked(a, NotZero(b), (x, y) => y == -1 ? 0 : ((x % y) + y) % y, (x, y) => x - (y * Math.Floor(x / y)));

    /// <summary>A power; whole where base and exponent are whole and the exponent is not negative.</summary>
    public static Number Power(Number a, Number b)
    {
        if (!a.IsWhole || !b.IsWhole || b.Whole < 0)
        {
            return Finite(Math.Pow(b.Real < 0 ? NotZero(a).Real : a.Real, b.Real), "power");
        }

        var (result, factor) = (Of(1), a);
        for (var exponent = b.Whole; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) == 1 ? result * factor : result;
            factor = exponent > 1 ? factor * factor : factor;
        }

        return result;
    }

    /// <summary>A whole number where it is one and fits.</summary>
    public static Number Rounded(double real) => Math.Abs(real) < 9.2e18 ? Of((long)real) : throw new NodeFailure($"{ValueText.Of(real)} is more than a whole number can hold.");

    /// <exception cref="NodeFailure">It is infinite or not a number.</exception>
    public static Number Finite(double real, string what)
        => double.IsFinite(real) ? Of(real) : throw new NodeFailure($"The result of the {what} is not a finite number.");

    public override string ToString() => IsWhole ? Whole.ToString(CultureInfo.InvariantCulture) : ValueText.Of(Real);

    private static Number NotZero(Number divisor) => divisor.IsTrue ? divisor : throw new NodeFailure("A division by zero has no result; make sure that the divisor is not 0.");

    private static Number Checked(Number a, Number b, Func<long, long, long> whole, Func<double, double, double> real)
    {
        try
        {
            return a.IsWhole && b.IsWhole ? Of(whole(a.Whole, b.Whole)) : Finite(real(a.Real, b.Real), "calculation");
        }
        catch (OverflowException)
        {
            throw new NodeFailure($"The calculation with {a} and {b} gives more than a whole number can hold; make one of them a fraction, such as 1.0.");
        }
    }
}
