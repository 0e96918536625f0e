using System.Text;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>What a prompt means in the front end: comments (<c>/* … */</c>, <c>// …</c>) are taken out, of <c>{a|b}</c> one is taken, and a backslash before a brace or a bar makes it a plain one.</summary>
internal static class PromptTemplate
{
    // Each choice may hold choices.
    private const int Deepest = 64;

    /// <summary>The text with the first of every choice, and whether there was one to take.</summary>
    public static (string Text, bool IsChoice) Resolve(string text)
    {
        if (!text.AsSpan().ContainsAny('{', '\\') && !text.Contains("//", StringComparison.Ordinal) && !text.Contains("/*", StringComparison.Ordinal))
        {
            return (text, false);
        }

        var (source, isChoice) = (WithoutComments(text), false);
        for (var depth = 0; depth < Deepest && source.Contains('{', StringComparison.Ordinal); depth++)
        {
            var (taken, more, left) = TakeFirst(source);
            (source, isChoice) = (taken, isChoice | more);
            if (!left)
            {
                break;
            }
        }

        return (Unescaped(source), isChoice);
    }

    private static string WithoutComments(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '/' || i + 1 == text.Length || text[i + 1] is not ('/' or '*'))
            {
                plain.Append(text[i]);
            }
            else if (text[i + 1] == '/')
            {
                var end = text.AsSpan(i).IndexOfAny("\n\r\u2028\u2029");
                i = end < 0 ? text.Length : i + end - 1;
            }
            else if (text.IndexOf("*/", i + 2, StringComparison.Ordinal) is >= 0 and var end)
            {
                i = end + 1;
            }
            else
            {
                plain.Append(text.AsSpan(i)); // a comment that is not closed is none
                i = text.Length;
            }
        }

        return plain.ToString();
    }

    // One level: the choices in what was taken are left for the next.
    private static (string Text, bool IsChoice, bool IsLeft) TakeFirst(string text)
    {
        var taken = new StringBuilder(text.Length);
        var (depth, isFirst, isChoice, isLeft) = (0, true, false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isEscaped = c == '\\' && i + 1 < text.Length;
            if (!isEscaped && c == '{' && depth++ == 0)
            {
                isFirst = true;
                continue;
            }

            if (!isEscaped && c == '}' && depth > 0 && --depth == 0)
            {
                isFirst = true;
                continue;
            }

            if (!isEscaped && c == '|' && depth == 1)
            {
                (isFirst, isChoice) = (false, true);
                continue;
            }

            if (depth == 0 || isFirst)
            {
                isLeft |= !isEscaped && c == '{';
                taken.Append(c);
                if (isEscaped)
                {
                    taken.Append(text[i + 1]);
                }
            }

            i += isEscaped ? 1 : 0;
        }

        return (taken.ToString(), isChoice, isLeft);
    }

    private static string Unescaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '{' or '}' or '|')
            {
                continue;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
