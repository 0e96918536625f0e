using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes that compare and combine.</summary>
public static class Conditions
{
    private const double MostInt = 18446744073709551615.0;
    private const double MostFloat = 999999999999.0;

    /// <summary>Compares whole numbers.</summary>
    [Node("TestIntConditions", Title = "Int Condition", Category = "Testing/Logic")]
    public static bool OfInts(
        [Range(-MostInt, MostInt), Input(Step = 1)] long a, [Range(-MostInt, MostInt), Input(Step = 1)] long b, [Choices("==", "!=", "<", ">", "<=", ">=")] string operation)
        => Holds(a.CompareTo(b), operation);

    /// <summary>Compares numbers.</summary>
    [Node("TestFloatConditions", Title = "Float Condition", Category = "Testing/Logic")]
    public static bool OfFloats(
        [Range(-MostFloat, MostFloat), Input(Step = 1)] double a, [Range(-MostFloat, MostFloat), Input(Step = 1)] double b, [Choices("==", "!=", "<", ">", "<=", ">=")] string operation)
        => Holds(a.CompareTo(b), operation);

    /// <summary>Compares texts.</summary>
    [Node("TestStringConditions", Title = "String Condition", Category = "Testing/Logic")]
    public static bool OfTexts(
        string a,
        string b,
        [Choices("a == b", "a != b", "a IN b", "a MATCH REGEX(b)", "a BEGINSWITH b", "a ENDSWITH b")] string operation,
        [Input(Name = "case_sensitive")] bool caseSensitive = true)
    {
        (a, b) = caseSensitive ? (a, b) : (a.ToLowerInvariant(), b.ToLowerInvariant());
        return operation switch
        {
            "a == b" => a == b,
            "a != b" => a != b,
            "a IN b" => b.Contains(a, StringComparison.Ordinal),
            "a MATCH REGEX(b)" => Matches(a, b),
            "a BEGINSWITH b" => a.StartsWith(b, StringComparison.Ordinal),
            _ => a.EndsWith(b, StringComparison.Ordinal),
        };
    }

    /// <summary>Whether a value counts as true, as in Python: zero, nothing, and what is empty or all black do not.</summary>
    [Node("TestToBoolNode", Title = "To Bool", Category = "Testing/Logic")]
    public static bool ToBool(object? value, bool invert = false)
    {
        var holds = value switch
        {
            null => false,
            bool flag => flag,
            long number => number != 0,
            double number => number != 0,
            string text => text.Length > 0,
            Image image => image.Pixels.ContainsAnyExcept(0f),
            Mask mask => mask.Values.ContainsAnyExcept(0f),
            _ => true,
        };
        return holds != invert;
    }

    /// <summary>Combines two truths.</summary>
    [Node("TestBoolOperationNode", Title = "Bool Operation", Category = "Testing/Logic")]
    public static bool Combine(bool a, bool b, [Choices("a AND b", "a OR b", "a XOR b", "NOT a")] string op) => op switch
    {
        "a AND b" => a && b,
        "a OR b" => a || b,
        "a XOR b" => a ^ b,
        _ => !a,
    };

    private static bool Holds(int order, string operation) => operation switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        ">" => order > 0,
        "<=" => order <= 0,
        _ => order >= 0,
    };

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception fault) when (fault is ArgumentException or RegexMatchTimeoutException)
        {
            return false; // a pattern that is none matches nothing
        }
    }
}
