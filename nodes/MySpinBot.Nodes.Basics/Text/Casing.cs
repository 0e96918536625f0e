using System.Text;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>What <see cref="CasingNodes.Convert"/> makes of the letters.</summary>
public enum LetterCase
{
    /// <summary>All upper case.</summary>
    [Choice("UPPERCASE")]
    Upper,

    /// <summary>All lower case.</summary>
    [Choice("lowercase")]
    Lower,

    /// <summary>The first character upper case, all others lower case.</summary>
    [Choice("Capitalize")]
    Capitalize,

    /// <summary>The first letter of each word upper case, all others lower case.</summary>
    [Choice("Title Case")]
    Title,
}

/// <summary>Upper and lower case.</summary>
public static class CasingNodes
{
    /// <summary>Changes the case of a text, by Unicode's simple mappings, the same in every language.</summary>
    /// <param name="string">The text.</param>
    /// <param name="mode">What to make of it. An apostrophe within a word does not begin a new one.</param>
    /// <returns>The text in that case.</returns>
    [Node("CaseConverter", Title = "Convert Text Case", Category = "basics/text", Search = "uppercase, lowercase, capitalize, title case")]
    public static string Convert([Input(Multiline = true)] string @string, LetterCase mode = LetterCase.Upper) => mode switch
    {
        LetterCase.Upper => @string.ToUpperInvariant(),
        LetterCase.Lower => @string.ToLowerInvariant(),
        LetterCase.Capitalize => Capitals(@string, (position, _) => position == 0),
        _ => Capitals(@string, (_, insideWord) => !insideWord),
    };

    private static string Capitals(string text, Func<int, bool, bool> isCapital)
    {
        var result = new StringBuilder(text.Length);
        var insideWord = false;
        for (var index = 0; index < text.Length;)
        {
            var length = CodePoints.LengthAt(text, index);
            if (Rune.TryGetRuneAt(text, index, out var rune))
            {
                result.Append((isCapital(index, insideWord) ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).ToString());
                insideWord = Rune.IsLetter(rune) || (insideWord && rune.Value is '\'' or '’');
            }
            else
            {
                result.Append(text[index]);
                insideWord = false;
            }

            index += length;
        }

        return result.ToString();
    }
}
