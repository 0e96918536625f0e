using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>The limits that an input declares: least and greatest number, choices.</summary>
internal static class Limits
{
    /// <summary>What is wrong with a constant that is of the input's type already; null for nothing.</summary>
    public static GraphProblem? Fault(InputPlace place, InputDescriptor input, object value, JsonElement written, NearestNames nearest) => value switch
    {
        long or double => OutOfRange(place, input, Magnitude(value, written)),
        string text when !input.Choices.IsEmpty && !input.Choices.Contains(text) => NotAChoice(place, input, text, nearest),
        _ => null,
    };

    private static double Magnitude(object value, JsonElement written) => value switch
    {
        // A negative long may be a seed of 64 bits.
        long and < 0 when written.ValueKind == JsonValueKind.Number && written.TryGetUInt64(out var seed) => seed,
        long whole => whole,
        _ => (double)value,
    };

    private static GraphProblem? OutOfRange(InputPlace place, InputDescriptor input, double number)
    {
        if (!(number < input.Min) && !(number > input.Max))
        {
            return null;
        }

        var allowed = (input.Min, input.Max) switch
        {
            ({ } min, { } max) => $"from {Shown.Limit(min)} to {Shown.Limit(max)}",
            ({ } min, null) => $"{Shown.Limit(min)} or more",
            (_, var max) => $"{Shown.Limit(max!.Value)} or less",
        };
        return place.Problem(ProblemCodes.OutOfRange, $"is {Shown.Number(number)}; it must be {allowed}.", allowed, Shown.Number(number));
    }

    private static GraphProblem NotAChoice(InputPlace place, InputDescriptor input, string text, NearestNames nearest)
    {
        var choices = Shown.Names(input.Choices);
        return place.Problem(ProblemCodes.NotAChoice, $"is {Shown.Name(text)}, which is not among its choices: {choices}.{nearest.Ask(text, input.Choices)}", choices, Shown.Plain(text));
    }
}
