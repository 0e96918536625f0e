using System.Buffers.Text;
using System.Text.Unicode;

namespace MySpinBot.Server.Bodies;

/// <summary>The texts in JSON that came from outside.</summary>
internal static class JsonTexts
{
    private const int EscapeLength = 6;

    /// <summary>What is said where they are not whole.</summary>
    public const string Halves = "has a text with half a character: an escaped surrogate without its other half, or bytes that are not UTF-8";

    /// <summary>Whether all are texts: JSON's readers pass over bytes that are not UTF-8 and over half a pair of escaped surrogates, and throw when somebody asks for the text, wherever that is.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        // What has a backslash outside of a text is no JSON, and its reader will say so.
        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            var length = Unit(json) is not { } unit ? 2
                : char.IsHighSurrogate(unit) && Unit(json[EscapeLength..]) is { } low && char.IsLowSurrogate(low) ? 2 * EscapeLength
                : char.IsSurrogate(unit) ? 0
                : EscapeLength;
            if (length == 0)
            {
                return false;
            }

            json = json[Math.Min(length, json.Length)..];
        }

        return true;
    }

    // The UTF-16 unit that an escape stands for; null where there is none.
    private static char? Unit(ReadOnlySpan<byte> json)
        => json.Length >= EscapeLength && json[0] == (byte)'\\' && json[1] == (byte)'u' && Utf8Parser.TryParse(json[2..EscapeLength], out ushort unit, out var used, 'x') && used == EscapeLength - 2 ? (char)unit : null;
}
