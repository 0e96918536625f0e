using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A colour as edits write it, <c>#rrggbb</c>.</summary>
internal static class HexColour
{
    /// <summary>Its three bytes: red, green, blue.</summary>
    /// <exception cref="NodeFailure">It is no such colour.</exception>
    public static byte[] Bytes(string colour, string? input = null)
        => colour is ['#', ..] && colour.Length == 7 && int.TryParse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? [(byte)(value >> 16), (byte)(value >> 8), (byte)value]
            : throw new NodeFailure($"'{colour}' is no colour; write one as #rrggbb, such as #336699.") { Input = input };
}
