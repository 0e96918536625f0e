namespace MySpinBot.Server.Rest.Submitting;

/// <summary>What labels may be: little notes that jobs are found by, not a place for data.</summary>
internal static class LabelRules
{
    /// <summary>The most that a job has.</summary>
    public const int Most = 32;

    /// <summary>The longest name.</summary>
    public const int LongestName = 63;

    /// <summary>The longest value.</summary>
    public const int LongestValue = 200;

    /// <summary>What names are.</summary>
    public const string Names = "it has 1 to 63 letters and digits of ASCII, and . _ / -";

    /// <summary>Whether a text may be a label's name.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestName)
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '/' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
