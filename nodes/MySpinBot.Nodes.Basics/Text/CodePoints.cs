namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Texts counted in Unicode code points, as ComfyUI's nodes count them: an emoji of one code point is one, a lone surrogate too.</summary>
internal static class CodePoints
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>Where in the text the code point with this number begins.</summary>
    public static int IndexOf(ReadOnlySpan<char> text, long codePoint)
    {
        var index = 0;
        for (; codePoint > 0 && index < text.Length; codePoint--)
        {
            index += LengthAt(text, index);
        }

        return index;
    }

    public static int LengthAt(ReadOnlySpan<char> text, int index)
        => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
}
