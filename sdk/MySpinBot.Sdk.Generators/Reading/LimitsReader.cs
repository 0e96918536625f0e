using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the limits of a number.</summary>
internal static class LimitsReader
{
    public static Limits Read(NodeScratch node, IParameterSymbol parameter, Carried carried, AttributeData? attribute)
    {
        var step = attribute.Constant("Step")?.Value is double given and not 0 ? given : (double?)null;
        if (step is not null && !carried.IsNumber)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[Input(Step = …)]", parameter.Name, node.ClassType, "It belongs to a number.");
        }

        var (min, max) = RangeOf(node, parameter, carried);
        return new Limits(min, max, step);
    }

    private static (double? Min, double? Max) RangeOf(NodeScratch node, IParameterSymbol parameter, Carried carried)
    {
        if (parameter.Find(SdkNames.Range) is not { } range)
        {
            return (null, null);
        }

        if (!carried.IsNumber)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[Range]", parameter.Name, node.ClassType, "It belongs to a number.");
            return (null, null);
        }

        // The constructor with a type takes the numbers as texts.
        var numbers = range.ConstructorArguments.Where(argument => argument.Kind == TypedConstantKind.Primitive).Select(argument => NumberOf(argument.Value)).ToArray();
        if (numbers is not [{ } min, { } max] || min > max)
        {
            node.Report(Rules.AttributeMisplaced, parameter, "[Range]", parameter.Name, node.ClassType, "It takes two numbers, the lesser one first.");
            return (null, null);
        }

        return (min, max);
    }

    private static double? NumberOf(object? value) => value switch
    {
        int whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
