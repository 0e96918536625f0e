using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes that check what they are given, each in another way.</summary>
public static class Validating
{
    private const string Wanted = "IMAGE,FLOAT";

    /// <summary>Checks its constants.</summary>
    [Node("TestCustomValidation1", Title = "Custom Validation 1", Category = "Testing/Nodes", Validate = nameof(ConstantFaults))]
    public static Image One([Input(Type = Wanted)] object input1, [Input(Type = Wanted)] object input2) => Product(input1, input2);

    /// <summary>Checks its constants, and the types of its links.</summary>
    [Node("TestCustomValidation2", Title = "Custom Validation 2", Category = "Testing/Nodes", Validate = nameof(AllFaults))]
    public static Image Two([Input(Type = Wanted)] object input1, [Input(Type = Wanted)] object input2) => Product(input1, input2);

    /// <summary>Checks the types of its links only.</summary>
    [Node("TestCustomValidation3", Title = "Custom Validation 3", Category = "Testing/Nodes", Validate = nameof(LinkFaults))]
    public static Image Three([Input(Type = Wanted)] object input1, [Input(Type = Wanted)] object input2) => Product(input1, input2);

    /// <summary>Takes numbers only.</summary>
    [Node("TestCustomValidation4", Title = "Custom Validation 4", Category = "Testing/Nodes", Validate = nameof(NumberFaults))]
    public static Image Four(double input1, double input2) => Pixels.Even((float)input1 * input2);

    /// <summary>Lets numbers pass that are out of range, but for one.</summary>
    [Node("TestCustomValidation5", Title = "Custom Validation 5", Category = "Testing/Nodes", Validate = nameof(SevenFaults))]
    public static Image Five([Range(0, 1), Input(SelfChecked = true)] double input1, [Range(0, 1), Input(SelfChecked = true)] double input2) => Pixels.Even(input1 * input2);

    internal static IEnumerable<InputFault> ConstantFaults(object? input1, object? input2) => [.. Fault("input1", input1), .. Fault("input2", input2)];

    internal static IEnumerable<InputFault> LinkFaults(LinkedTypes links)
        => links.Inputs.Where(input => !links.Fits(input, Wanted)).Select(input => new InputFault(input, $"'{input}' is linked to {links.Of(input)}; it takes {Wanted}."));

    internal static IEnumerable<InputFault> AllFaults(LinkedTypes links, object? input1, object? input2) => [.. ConstantFaults(input1, input2), .. LinkFaults(links)];

    internal static IEnumerable<InputFault> NumberFaults(double? input1, double? input2)
    {
        if (input1 is { } first && !double.IsFinite(first))
        {
            yield return new InputFault("input1", "'input1' is no number.");
        }

        if (input2 is { } second && !double.IsFinite(second))
        {
            yield return new InputFault("input2", "'input2' is no number.");
        }
    }

    internal static IEnumerable<InputFault> SevenFaults(double? input2) => input2 is 7 ? [new InputFault("input2", "'input2' is 7, and sevens are not taken; any other number would be right.")] : [];

    private static IEnumerable<InputFault> Fault(string input, object? value)
        => value is null or Image or double ? [] : [new InputFault(input, $"'{input}' is a {value.GetType().Name}; a picture or a float would be right.")];

    private static Image Product(object one, object other) => (one, other) switch
    {
        (double a, double b) => Pixels.Even((float)a * b),
        (Image a, double b) => Pixels.Scaled(a, b),
        (double a, Image b) => Pixels.Scaled(b, a),
        (Image a, Image b) => Pixels.Product(a, b),
        _ => throw new NodeFailure($"A {one.GetType().Name} and a {other.GetType().Name} cannot be multiplied; give pictures or floats."),
    };
}
