using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the default of an input from that of its parameter.</summary>
internal static class DefaultReader
{
    public static Default Read(NodeScratch node, IParameterSymbol parameter, Carried carried, Limits limits, EquatableArray<string> choices)
    {
        if (!parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is not { } value || carried.IsList)
        {
            return Default.None;
        }

        if (carried.Kind == ValueKind.Choice)
        {
            return OfEnum(node, parameter, carried, value);
        }

        RefuseOutside(node, parameter, value, limits);
        if (value is string text && choices.Count > 0 && !choices.Contains(text))
        {
            RefuseChoice(node, parameter, text, choices);
        }

        return value switch
        {
            string given => new Default(Literals.Of(given), Literals.Of(given)),
            bool flag => new Default(Literals.Of(flag), Literals.Of(flag)),
            int number => new Default(Literals.Of((long)number), Literals.Of(number)),
            long number => new Default(Literals.Of(number), Literals.Of(number)),
            ulong number => new Default(Literals.Of(unchecked((long)number)), number.ToString(CultureInfo.InvariantCulture) + "UL"),
            double number => new Default(Literals.Of(number), Literals.Of(number)),
            float number => new Default(Literals.Of(Literals.Widened(number)), Literals.Of(number)),
            _ => Default.None,
        };
    }

    private static Default OfEnum(NodeScratch node, IParameterSymbol parameter, Carried carried, object value)
    {
        var constant = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (carried.Choices.FirstOrDefault(choice => choice.Constant == constant) is { } choice)
        {
            return new Default(Literals.Of(choice.Name), choice.Expression);
        }

        RefuseChoice(node, parameter, constant, carried.Choices.Select(known => known.Name).ToEquatable());
        return Default.None;
    }

    private static void RefuseChoice(NodeScratch node, IParameterSymbol parameter, string value, EquatableArray<string> choices)
        => node.Report(Rules.DefaultNotAChoice, parameter, value, parameter.Name, node.ClassType, string.Join(", ", choices));

    private static void RefuseOutside(NodeScratch node, IParameterSymbol parameter, object value, Limits limits)
    {
        if (value is int or long or ulong or double or float && limits is { Min: { } min, Max: { } max })
        {
            var number = value is float single ? Literals.Widened(single) : Convert.ToDouble(value, CultureInfo.InvariantCulture);
            if (!(number >= min && number <= max))
            {
                node.Report(Rules.DefaultOutOfRange, parameter, Literals.Plain(number), parameter.Name, node.ClassType, Literals.Plain(min), Literals.Plain(max));
            }
        }
    }
}
