using System.Globalization;
using System.Numerics;

namespace MySpinBot.Language;

/// <summary>A decimal number, exact: digits · 10^-scale, the scale not negative and as small as it can be.</summary>
internal readonly record struct ExactNumber : IComparable<ExactNumber>
{
    private const int MostExponent = 400;

    private ExactNumber(BigInteger digits, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        Digits = digits;
        Scale = scale;
    }

    /// <summary>All its digits, as a whole number.</summary>
    public BigInteger Digits { get; }

    /// <summary>How many of them are after the point.</summary>
    public int Scale { get; }

    /// <summary>Less than zero, zero or more.</summary>
    public int Sign => Digits.Sign;

    /// <summary>Without its sign.</summary>
    public ExactNumber Magnitude => new(BigInteger.Abs(Digits), Scale);

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => Scale == 0;

    /// <summary>Zero.</summary>
    public static ExactNumber Zero => default;

    /// <summary>Reads a number as JSON writes it; false where its exponent is beyond 400 or it has more than 800 characters.</summary>
    public static bool TryParse(string json, out ExactNumber number)
    {
        number = default;
        var mark = json.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? json : json[..mark];
        var exponent = 0;
        if (json.Length > 2 * MostExponent
            || (mark >= 0 && (!int.TryParse(json.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MostExponent)))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var digits = BigInteger.Parse(point < 0 ? mantissa : mantissa.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        number = scale >= 0 ? new(digits, scale) : new(digits * BigInteger.Pow(10, -scale), 0);
        return true;
    }

    /// <summary>Whether it is a whole number of times another, which is more than zero.</summary>
    public bool IsMultipleOf(ExactNumber other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return (Digits * BigInteger.Pow(10, scale - Scale)) % (other.Digits * BigInteger.Pow(10, scale - other.Scale)) == 0;
    }

    /// <summary>Its digits before the point, without sign; <c>0</c> where there are none.</summary>
    public string WholeDigits => (BigInteger.Abs(Digits) / BigInteger.Pow(10, Scale)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Its digits after the point; empty where there are none.</summary>
    public string FractionDigits =>
        Scale == 0 ? "" : (BigInteger.Abs(Digits) % BigInteger.Pow(10, Scale)).ToString(CultureInfo.InvariantCulture).PadLeft(Scale, '0');

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return (Digits * BigInteger.Pow(10, scale - Scale)).CompareTo(other.Digits * BigInteger.Pow(10, scale - other.Scale));
    }

    /// <inheritdoc/>
    public override string ToString() => (Sign < 0 ? "-" : "") + WholeDigits + (Scale == 0 ? "" : "." + FractionDigits);
}
