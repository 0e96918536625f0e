using System.Globalization;

namespace MySpinBot.Language;

/// <summary>Filters that make numbers.</summary>
internal static class TemplateNumbers
{
    /// <summary>A number without its sign.</summary>
    public static object Absolute(object? value)
    {
        if (value is double number)
        {
            return Math.Abs(number);
        }

        var whole = Operations.ToWhole(value);
        return whole > long.MinValue ? Math.Abs(whole) : throw new TemplateFault("a number is too large");
    }

    /// <summary>A whole number of a value; what was said otherwise where there is none.</summary>
    public static object? Whole(object? value, object? otherwise, int numberBase)
    {
        if (value is double number)
        {
            return Math.Abs(number) < long.MaxValue ? (long)number : otherwise;
        }

        if (value is not MarkedText text)
        {
            return Operations.IsNumber(value) ? Operations.ToWhole(value) : otherwise;
        }

        var digits = text.Value.Trim().Replace("_", "", StringComparison.Ordinal);
        if (numberBase == 16)
        {
            digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
            return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : otherwise;
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : Fraction(value, null) is double fraction && Math.Abs(fraction) < long.MaxValue ? (long)fraction : otherwise;
    }

    /// <summary>A number of a value; what was said otherwise where there is none.</summary>
    public static object? Fraction(object? value, object? otherwise) => value switch
    {
        MarkedText text => double.TryParse(text.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : otherwise,
        _ => Operations.IsNumber(value) ? Operations.ToDouble(value) : otherwise,
    };

    /// <summary>Rounds: halves to even, as Python does; up or down where asked.</summary>
    public static object? Round(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("round", 2, "precision", "method");
        var digits = Math.Clamp(Operations.ToCount(given.Get(0, "precision", 0L)), -15, 15);
        var number = Operations.ToDouble(value);
        var scale = Math.Pow(10, digits);
        return Told.Text(given.Get(1, "method", MarkedText.Own("common"))).Value switch
        {
            "common" => digits >= 0 ? Math.Round(number, digits, MidpointRounding.ToEven) : Math.Round(number * scale) / scale,
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            var other => throw new TemplateFault($"'{other}' is no way to round; common, ceil and floor are"),
        };
    }
}
