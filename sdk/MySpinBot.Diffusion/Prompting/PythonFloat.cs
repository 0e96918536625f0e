using System.Buffers;
using System.Globalization;
using System.Text;

namespace MySpinBot.Diffusion;

/// <summary>What Python's <c>float()</c> takes for a number: blanks around it, underscores between digits, digits of any script, <c>inf</c> and <c>nan</c>.</summary>
internal static class PythonFloat
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.eE+-");

    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        var plain = Plain(text.Trim());
        number = 0;
        if (plain is null)
        {
            return false;
        }

        var unsigned = plain.AsSpan(plain.Length > 0 && plain[0] is '+' or '-' ? 1 : 0);
        var word = unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
            : unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN : 0;
        if (word != 0)
        {
            number = plain[0] == '-' ? -word : word;
            return true;
        }

        // The framework takes the words by its own spelling, too.
        return !unsigned.ContainsAnyExcept(OfNumbers)
            && double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    // Digits in ASCII and without their underscores; null where one does not stand between digits.
    private static string? Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_')
            {
                if (i == 0 || i + 1 == text.Length || !char.IsDigit(text[i - 1]) || !char.IsDigit(text[i + 1]))
                {
                    return null;
                }
            }
            else
            {
                plain.Append(char.IsDigit(text[i]) ? (char)('0' + (int)char.GetNumericValue(text[i])) : text[i]);
            }
        }

        return plain.ToString();
    }
}
