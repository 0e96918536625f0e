using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace MySpinBot.Sdk.Generators;

/// <summary>Values as C# expressions.</summary>
internal static class Literals
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(bool flag) => flag ? "true" : "false";

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture) + "L";

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number) => number switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(number) => "double.NaN",
        _ => number.ToString("R", CultureInfo.InvariantCulture) + "D",
    };

    public static string Of(float number) => number switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ when float.IsNaN(number) => "float.NaN",
        _ => number.ToString("R", CultureInfo.InvariantCulture) + "F",
    };

    /// <summary>The decimal number that was written, not the nearest float's long tail.</summary>
    public static double Widened(float number) => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Plain(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A name that may be a keyword.</summary>
    public static string Name(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
