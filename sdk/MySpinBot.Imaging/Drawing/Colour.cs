using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>An sRGB colour.</summary>
/// <param name="Red">0..1.</param>
/// <param name="Green">0..1.</param>
/// <param name="Blue">0..1.</param>
/// <param name="Alpha">Opacity, 0..1.</param>
public readonly record struct Colour(float Red, float Green, float Blue, float Alpha = 1)
{
    /// <summary>#000000</summary>
    public static Colour Black { get; } = new(0, 0, 0);

    /// <summary>#ffffff</summary>
    public static Colour White { get; } = new(1, 1, 1);

    /// <summary>Reads <c>#rgb</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c> (the # may be missing), <c>black</c> or <c>white</c>.</summary>
    /// <exception cref="NodeFailure">It is none of these.</exception>
    public static Colour Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.Trim().ToLowerInvariant();
        if (name is "black" or "white")
        {
            return name == "black" ? Black : White;
        }

        var digits = name.StartsWith('#') ? name[1..] : name;
        digits = digits.Length == 3 ? string.Concat(digits.Select(digit => new string(digit, 2))) : digits;
        return digits.Length is 6 or 8 && uint.TryParse(digits.PadRight(8, 'f'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new Colour((value >> 24) / 255f, (value >> 16 & 255) / 255f, (value >> 8 & 255) / 255f, (value & 255) / 255f)
            : throw new NodeFailure($"'{text}' is not a colour; write #rrggbb, such as #ff8800, or #rrggbbaa, or #rgb.");
    }

    /// <summary>The colour on the way to another: 0 is this one, 1 the other.</summary>
    public Colour Toward(Colour other, float way)
        => new(Red + ((other.Red - Red) * way), Green + ((other.Green - Green) * way), Blue + ((other.Blue - Blue) * way), Alpha + ((other.Alpha - Alpha) * way));

    /// <summary>The same colour with its opacity multiplied.</summary>
    public Colour Fade(float opacity) => this with { Alpha = Alpha * opacity };
}
