using System.Globalization;

namespace MySpinBot.Sdk;

/// <summary>An exact fraction: frame rates and time bases (24000/1001 is not 23.976).</summary>
public readonly record struct Rational
{
    /// <summary>Makes a fraction in lowest terms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Numerator or denominator is not positive.</exception>
    public Rational(long numerator, long denominator = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var divisor = GreatestCommonDivisor(numerator, denominator);
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    /// <summary>Above the line.</summary>
    public long Numerator { get; init; }

    /// <summary>Below the line.</summary>
    public long Denominator { get; init; }

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>The closest fraction with a denominator of 1 or 1001, or else thousandths.</summary>
    public static Rational FromDouble(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is a positive, finite number.");
        }

        foreach (var denominator in new[] { 1L, 1001L })
        {
            var numerator = Math.Round(value * denominator);
            if (numerator >= 1 && Math.Abs((numerator / denominator) - value) < 5e-4 && (denominator == 1 || numerator % 1000 == 0))
            {
                return new Rational((long)numerator, denominator);
            }
        }

        return new Rational(Math.Max(1, (long)Math.Round(value * 1000)), 1000);
    }

    /// <summary>As ffmpeg writes it: <c>25/1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
