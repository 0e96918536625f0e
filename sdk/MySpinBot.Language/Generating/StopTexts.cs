using System.Text;

namespace MySpinBot.Language;

/// <summary>Looks for texts to stop at in what is written, a character at a time (Knuth, Morris and Pratt 1977: what was read is never read again). Where several could be, it is the one that ends first.</summary>
internal sealed class StopTexts
{
    private readonly string[] _texts;
    private readonly int[][] _fallbacks;
    private readonly int[] _matched;

    /// <param name="texts">The texts. Empty ones, and those with half a surrogate pair, are never written and not looked for.</param>
    public StopTexts(IEnumerable<string> texts)
    {
        _texts = [.. texts.Where(text => text.Length > 0 && IsWritten(text)).Distinct(StringComparer.Ordinal)];
        _fallbacks = [.. _texts.Select(Fallbacks)];
        _matched = new int[_texts.Length];
    }

    /// <summary>How many of the last characters may be the beginning of one.</summary>
    public int Held { get; private set; }

    /// <summary>Whether a text is one of them, from its beginning to its end.</summary>
    public bool Contains(string text) => Array.IndexOf(_texts, text) >= 0;

    /// <summary>Reads a character.</summary>
    /// <returns>How long the text is that ends with it; 0 where none does.</returns>
    public int Read(char character)
    {
        var (held, found) = (0, 0);
        for (var i = 0; i < _texts.Length; i++)
        {
            var (text, length) = (_texts[i], _matched[i]);
            while (length > 0 && text[length] != character)
            {
                length = _fallbacks[i][length - 1];
            }

            length += text[length] == character ? 1 : 0;
            if (length == text.Length)
            {
                found = Math.Max(found, length);
                length = 0;
            }

            _matched[i] = length;
            held = Math.Max(held, length);
        }

        Held = held;
        return found;
    }

    /// <summary>Begins anew: what comes does not go on with what was.</summary>
    public void Forget()
    {
        Array.Clear(_matched);
        Held = 0;
    }

    private static bool IsWritten(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var taken) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[taken..];
        }

        return true;
    }

    // Of each beginning of a text: how long its longest own beginning is that it also ends with.
    private static int[] Fallbacks(string text)
    {
        var lengths = new int[text.Length];
        for (var (i, length) = (1, 0); i < text.Length; i++)
        {
            while (length > 0 && text[i] != text[length])
            {
                length = lengths[length - 1];
            }

            length += text[i] == text[length] ? 1 : 0;
            lengths[i] = length;
        }

        return lengths;
    }
}
