using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Lists and sums.</summary>
public static class Lists
{
    private const double Most = 18446744073709551615.0;

    /// <summary>Makes a list of what is given.</summary>
    [Node("TestMakeListNode", Title = "Make List", Category = "Testing/Lists")]
    public static IReadOnlyList<object?> Make(
        object value1,
        object? value2 = null,
        object? value3 = null,
        object? value4 = null,
        object? value5 = null,
        object? value6 = null,
        object? value7 = null,
        object? value8 = null,
        object? value9 = null)
        => [.. new[] { value1, value2, value3, value4, value5, value6, value7, value8, value9 }.Where(value => value is not null)];

    /// <summary>Calculates with whole numbers, as Python does: quotients are rounded down.</summary>
    [Node("TestIntMathOperation", Title = "Int Math Operation", Category = "Testing/Logic")]
    public static long Calculate(
        [Range(-Most, Most), Input(Step = 1)] long a, [Range(-Most, Most), Input(Step = 1)] long b, [Choices("add", "subtract", "multiply", "divide", "modulo", "power")] string operation)
    {
        if (b == 0 && operation is "divide" or "modulo")
        {
            throw new NodeFailure($"{a} cannot be divided by 0; give another number.") { Input = "b" };
        }

        return checked(operation switch
        {
            "add" => a + b,
            "subtract" => a - b,
            "multiply" => a * b,
            "divide" => (a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0),
            "modulo" => ((a % b) + b) % b,
            _ => (long)Math.Pow(a, b),
        });
    }
}
