using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>A text on its way into a file: its key is proven, and its JSON is plain ASCII.</summary>
internal sealed class TextEntry
{
    private const int LongestKey = 79;

    internal TextEntry(string key, string text)
    {
        if (!IsKey(key))
        {
            throw new NodeFailure($"'{key}' cannot name a text in an image; a name has 1 to {LongestKey} characters out of A-Z, a-z, 0-9, '_', '-' and '.'.");
        }

        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0'))
        {
            throw new NodeFailure($"The text '{key}' contains a zero character, which image files cannot hold; leave it out.");
        }

        if (Encoding.UTF8.GetByteCount(text) > ImageMetadata.MaxTextBytes)
        {
            throw new NodeFailure($"The text '{key}' has {Encoding.UTF8.GetByteCount(text)} bytes; an image file is given at most {ImageMetadata.MaxTextBytes} in one text.");
        }

        (Key, Text) = (key, Ascii.IsValid(text) || !IsJson(text) ? text : Escaped(text));
    }

    internal string Key { get; }

    internal string Text { get; }

    internal static bool IsKey(string? key)
        => key is { Length: > 0 and <= LongestKey } && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    // Outside ASCII, JSON has characters only within strings, where an escape means the same.
    private static string Escaped(string json)
    {
        var text = new StringBuilder(json.Length + 64);
        foreach (var c in json)
        {
            _ = c < 128 ? text.Append(c) : text.Append($"\\u{(int)c:x4}");
        }

        return text.ToString();
    }

    private static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start is not ['{' or '[' or '"', ..])
        {
            return false;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 10_000 });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
