using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Gives the saved values of fields their names. The front end saves them by position, and what stands between them has changed over the years:
/// seeds are followed by what becomes of them, buttons for handing in files have a place, inputs that only take links once had one. Of the ways to lay them out the one that fits best is taken.</summary>
internal static class WidgetValues
{
    // In this order: the first of those that fit equally well counts.
    private static readonly ValueLayout.Style[] Styles = [.. from flat in (bool[])[false, true] from forced in (bool[])[false, true] from early in (bool[])[false, true] select new ValueLayout.Style(flat, forced, early)];

    /// <summary>Whether a value says what becomes of a seed.</summary>
    public static bool IsStep(JsonElement value) => StepOf(value) is not null;

    /// <summary>What a value says of a seed: in documents of 2023 it was true or false. Null for other values.</summary>
    public static string? StepOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "randomize",
        JsonValueKind.False => "fixed",
        _ => UiJson.Text(value) is ("fixed" or "increment" or "decrement" or "randomize" or "increment-wrap") and var step ? step : null,
    };

    /// <summary>The values of a node of a known type.</summary>
    public static NamedValues Of(NodeInterface type, JsonElement values) => Of(type.Inputs, values);

    /// <summary>The values of fields in this order.</summary>
    public static NamedValues Of(ImmutableArray<InputInterface> inputs, JsonElement values)
    {
        if (values.ValueKind == JsonValueKind.Object)
        {
            return ByName(values, name => KnowsField(inputs, name));
        }

        var list = UiJson.Items(values);
        if (list.Count == 0)
        {
            return NamedValues.None;
        }

        ValueLayout? best = null;
        var (branches, forced, uploads) = (inputs.Any(input => input.Field == FieldKind.Branching), inputs.Any(input => input.IsForced), inputs.Any(input => input.HasUpload));
        foreach (var style in Styles)
        {
            if ((style.IsFlat && !branches) || (style.HasForced && !forced) || (style.HasEarlyUpload && !uploads))
            {
                continue;
            }

            var layout = new ValueLayout(list, style);
            layout.Take(inputs);
            if (best is null || layout.Misfit < best.Misfit)
            {
                best = layout;
            }
        }

        return best!.Named();
    }

    /// <summary>The values of a node of an unknown type: they have names where they are saved with them, or where the node says all of its fields.</summary>
    public static NamedValues OfUnknown(UiNode node)
    {
        if (node.Values.ValueKind == JsonValueKind.Object)
        {
            return ByName(node.Values, _ => true);
        }

        var list = UiJson.Items(node.Values);
        var named = new List<KeyValuePair<string, JsonElement>>();
        var (next, step) = (0, default(string));
        foreach (var input in node.Inputs)
        {
            if (input.Widget is null || next >= list.Count)
            {
                continue;
            }

            named.Add(new(input.Name, list[next++]));
            if (next < list.Count && input.Type == Sdk.SocketTypes.Int && StepOf(list[next]) is { } said)
            {
                step ??= said;
                next++;
            }
        }

        return next == list.Count ? new NamedValues([.. named], step, 0) : NamedValues.None with { Unnamed = list.Count };
    }

    private static NamedValues ByName(JsonElement values, Func<string, bool> isField)
    {
        var named = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>();
        var (step, unnamed) = (default(string), 0);
        var seen = new DistinctNames();
        foreach (var value in values.EnumerateObject())
        {
            if (value.NameEquals("control_after_generate"u8))
            {
                step = StepOf(value.Value);
            }
            else if (!isField(value.Name))
            {
                unnamed++;
            }
            else if (value.Value.ValueKind != JsonValueKind.Null && seen.Add(value.Name))
            {
                named.Add(new(value.Name, value.Value));
            }
        }

        return new NamedValues(named.ToImmutable(), step, unnamed);
    }

    private static bool KnowsField(ImmutableArray<InputInterface> inputs, string name)
    {
        foreach (var input in inputs)
        {
            if (input.Name == name)
            {
                return input.Field != FieldKind.None;
            }

            if (input.Field == FieldKind.Branching && name.StartsWith(input.Name + ".", StringComparison.Ordinal)
                && input.Branches.Any(branch => KnowsField(branch.Inputs, name[(input.Name.Length + 1)..])))
            {
                return true;
            }
        }

        return false;
    }
}
