using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Whether JSON's strings are whole: an escape may name half of a surrogate pair, which cannot be read as text.</summary>
internal static class WholeText
{
    /// <summary>Whether all of a value's strings and names are.</summary>
    public static bool IsWhole(JsonElement value)
    {
        var raw = value.GetRawText();
        for (var at = raw.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = raw.IndexOf('\\', at))
        {
            var code = raw[at + 1] == 'u' ? int.Parse(raw.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0;
            if (char.IsLowSurrogate((char)code))
            {
                return false;
            }

            at += raw[at + 1] == 'u' ? 6 : 2;
            if (char.IsHighSurrogate((char)code))
            {
                // Its other half has to be the very next escape.
                if (at + 6 > raw.Length || raw[at] != '\\' || raw[at + 1] != 'u'
                    || !char.IsLowSurrogate((char)int.Parse(raw.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))
                {
                    return false;
                }

                at += 6;
            }

            if (at >= raw.Length)
            {
                break;
            }
        }

        return true;
    }
}
