using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Nodes.Basics.Primitives;
using MySpinBot.Nodes.Basics.Text;

namespace MySpinBot.Nodes.Basics.Templates;

/// <summary>How one value is written: Python's format specification, <c>[[fill]align][sign][0][width][,|_][.precision][type]</c>.
/// Source: the Python library reference, "Format Specification Mini-Language".</summary>
internal sealed partial class FormatSpecification
{
    private const int Widest = 10_000;
    private readonly Match _parts;

    private FormatSpecification(Match parts) => _parts = parts;

    public static FormatSpecification Read(string written)
    {
        var parts = Shape().Match(written);
        return parts.Success
            ? new FormatSpecification(parts)
            : throw Wrong(written, "it takes [[fill]align][sign][0][width][,][.precision][type], such as '.2f' or '>8'");
    }

    public string Write(object? value)
    {
        var (text, isNumber) = Body(ConversionNodes.Plain(value));
        var width = Number("width", Widest) ?? 0;
        var fill = _parts.Groups["fill"].Success ? _parts.Groups["fill"].Value : Has("zero") ? "0" : " ";
        var align = Has("align") ? _parts.Groups["align"].Value : isNumber && Has("zero") ? "=" : isNumber ? ">" : "<";
        var missing = Math.Max(0, width - CodePoints.Count(text));
        var sign = align == "=" && text.Length > 0 && text[0] is '-' or '+' or ' ' ? 1 : 0;
        return align switch
        {
            "<" => text + Fill(fill, missing),
            "^" => Fill(fill, missing / 2) + text + Fill(fill, missing - (missing / 2)),
            "=" => text[..sign] + Fill(fill, missing) + text[sign..],
            _ => Fill(fill, missing) + text,
        };
    }

    private (string Text, bool IsNumber) Body(object? value)
    {
        var type = _parts.Groups["type"].Value;
        return (type, value) switch
        {
            ("" or "s", string text) => (Number("precision", Limits.TextLength) is { } most ? text[..CodePoints.IndexOf(text, most)] : text, false),
            ("s", _) => throw Wrong(_parts.Value, $"the type 's' is for texts, and the value is {ValueText.Of(value)}"),
            ("", bool or null) => (ValueText.Of(value), false),
            ("d" or "x" or "X" or "o" or "b" or "c", _) => (Signed(value is long whole ? whole < 0 : throw NotNumber(value, "a whole number"), Whole(type, whole)), true),
            ("", long whole) when !Has("precision") => (Signed(whole < 0, Whole("d", whole)), true),
            ("", not (long or double)) => (ValueText.Of(value), false),
            _ => (Signed(Real(value) < 0, Fraction(type, Math.Abs(Real(value)))), true),
        };
    }

    private string Whole(string type, long value)
    {
        var magnitude = value < 0 ? (ulong)-value : (ulong)value;
        return type switch
        {
            "x" => magnitude.ToString("x", CultureInfo.InvariantCulture),
            "X" => magnitude.ToString("X", CultureInfo.InvariantCulture),
            "b" => magnitude.ToString("b", CultureInfo.InvariantCulture),
            "o" => Convert.ToString((long)magnitude, 8),
            "c" => magnitude <= 0x10FFFF && magnitude is not (>= 0xD800 and <= 0xDFFF) ? char.ConvertFromUtf32((int)magnitude) : throw NotNumber(value, "a Unicode code point"),
            _ => Grouped(magnitude.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private string Fraction(string type, double value)
    {
        var precision = Number("precision", 100);
        return type switch
        {
            "f" or "F" => Grouped(value.ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture)),
            "%" => (value * 100).ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture) + "%",
            "e" => value.ToString((precision ?? 6) == 0 ? "0e+00" : "0." + new string('0', precision ?? 6) + "e+00", CultureInfo.InvariantCulture),
            "E" => value.ToString((precision ?? 6) == 0 ? "0E+00" : "0." + new string('0', precision ?? 6) + "E+00", CultureInfo.InvariantCulture),
            _ when precision is null && type.Length == 0 => Grouped(ValueText.Of(value)),
            _ => Grouped(value.ToString("G" + Math.Max(1, precision ?? 6), CultureInfo.InvariantCulture).Replace('E', 'e')),
        };
    }

    private string Signed(bool isNegative, string magnitude) => (isNegative ? "-" : _parts.Groups["sign"].Value is "+" or " " ? _parts.Groups["sign"].Value : "") + magnitude;

    private string Grouped(string digits)
    {
        if (!Has("group"))
        {
            return digits;
        }

        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        for (var at = (end < 0 ? digits.Length : end) - 3; at > 0; at -= 3)
        {
            digits = digits.Insert(at, _parts.Groups["group"].Value);
        }

        return digits;
    }

    private bool Has(string part) => _parts.Groups[part].Success;

    private int? Number(string part, int most)
    {
        if (!Has(part))
        {
            return null;
        }

        return int.TryParse(_parts.Groups[part].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Wrong(_parts.Value, string.Create(CultureInfo.InvariantCulture, $"its {part} may be {most} at most"));
    }

    private double Real(object? value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => throw NotNumber(value, "a number"),
    };

    private NodeFailure NotNumber(object? value, string wanted) => Wrong(_parts.Value, $"it is for {wanted}, and the value is '{ValueText.Of(value)}'");

    private static string Fill(string fill, int count) => fill.Length == 1 ? new string(fill[0], count) : string.Concat(Enumerable.Repeat(fill, count));

    private static NodeFailure Wrong(string written, string why) => Failures.At("f_string", $"The format '{written}' does not fit: {why}.");

    [GeneratedRegex(@"^(?:(?<fill>[\uD800-\uDBFF][\uDC00-\uDFFF]|.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\d+)?(?<group>[,_])?(?:\.(?<precision>\d+))?(?<type>[bcdeEfFgGosxX%])?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Shape();
}
