using System.Globalization;

namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>A word, number or sign of an expression.</summary>
/// <param name="Text">As it is written; empty at the end.</param>
/// <param name="Value">Its value, where it is a number.</param>
/// <param name="At">Where it stands, from 1.</param>
internal sealed record Token(string Text, Number? Value, int At)
{
    private static readonly string[] Signs = ["**", "//", "<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "%", "^", "(", ")", ",", "<", ">", "!", "?", ":"];

    public bool IsName => Text.Length > 0 && (char.IsLetter(Text[0]) || Text[0] == '_');

    /// <summary>All tokens of an expression, the end as the last.</summary>
    public static List<Token> Read(string expression)
    {
        var tokens = new List<Token>();
        for (var index = 0; index < expression.Length;)
        {
            if (char.IsWhiteSpace(expression[index]))
            {
                index++;
                continue;
            }

            tokens.Add(Next(expression, index));
            index += tokens[^1].Text.Length;
        }

        tokens.Add(new Token("", null, expression.Length + 1));
        return tokens;
    }

    private static Token Next(string expression, int index)
    {
        if (char.IsAsciiDigit(expression[index]) || expression[index] == '.')
        {
            return NumberAt(expression, index);
        }

        if (char.IsLetter(expression[index]) || expression[index] == '_')
        {
            var end = index;
            while (end < expression.Length && (char.IsLetterOrDigit(expression[end]) || expression[end] == '_'))
            {
                end++;
            }

            return new Token(expression[index..end], null, index + 1);
        }

        var sign = Signs.FirstOrDefault(sign => string.CompareOrdinal(expression, index, sign, 0, sign.Length) == 0);
        return sign is null ? throw Expression.Wrong($"has a '{expression[index]}' at character {index + 1}, which means nothing there") : new Token(sign, null, index + 1);
    }

    private static Token NumberAt(string expression, int index)
    {
        var end = index;
        while (end < expression.Length && (char.IsAsciiDigit(expression[end]) || expression[end] == '.'
            || (expression[end] is 'e' or 'E' && end + 1 < expression.Length && (char.IsAsciiDigit(expression[end + 1]) || expression[end + 1] is '+' or '-'))
            || (expression[end] is '+' or '-' && end > index && expression[end - 1] is 'e' or 'E')))
        {
            end++;
        }

        var text = expression[index..end];
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return new Token(text, Number.Of(whole), index + 1);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? new Token(text, Number.Of(real), index + 1)
            : throw Expression.Wrong($"has '{text}' at character {index + 1}, which is not a number");
    }
}
