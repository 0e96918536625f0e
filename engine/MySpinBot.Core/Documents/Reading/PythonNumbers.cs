namespace MySpinBot.Core.Documents.Reading;

/// <summary>Puts quotes around <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which Python writes as numbers and JSON does not know.</summary>
internal static class PythonNumbers
{
    /// <summary>The text with them quoted; null where it has none outside of texts.</summary>
    public static byte[]? Quoted(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return null;
        }

        var quoted = new List<byte>(json.Length + 64);
        var (isText, found) = (false, false);
        for (var i = 0; i < json.Length; i++)
        {
            var length = isText ? 0 : LengthAt(json[i..]);
            if (length > 0)
            {
                quoted.Add((byte)'"');
                quoted.AddRange(json.Slice(i, length));
                quoted.Add((byte)'"');
                i += length - 1;
                found = true;
                continue;
            }

            quoted.Add(json[i]);
            if (isText && json[i] == '\\' && i + 1 < json.Length)
            {
                quoted.Add(json[++i]);
            }
            else if (json[i] == '"')
            {
                isText = !isText;
            }
        }

        return found ? [.. quoted] : null;
    }

    private static int LengthAt(ReadOnlySpan<byte> json) => json switch
    {
        _ when json.StartsWith("NaN"u8) => 3,
        _ when json.StartsWith("Infinity"u8) => 8,
        _ when json.StartsWith("-Infinity"u8) => 9,
        _ => 0,
    };
}
