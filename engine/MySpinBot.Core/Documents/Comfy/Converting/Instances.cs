using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Nodes that use a subgraph: which of its inputs theirs are, and which values they give.</summary>
internal static class Instances
{
    /// <summary>The input of the subgraph that an input of the node is: the one of its name, or, where all are there, of its position.</summary>
    public static PlannedInput? InputFor(GraphPlan plan, UiNode instance, UiSocket input)
    {
        var slot = plan.Source!.SlotOf(input.Name);
        if (slot >= 0 && ReferenceEquals(instance.Input(input.Name), input))
        {
            return plan.BySlot[slot];
        }

        return instance.Inputs.Count == plan.Source.Inputs.Count ? plan.BySlot[input.Position] : slot < 0 ? plan.Input(input.Name) : null;
    }

    /// <summary>The fields of nodes inside that the node shows.</summary>
    public static IEnumerable<(string Node, string Field)> Proxies(UiNode instance)
    {
        foreach (var entry in instance.Json.Field("properties").Items("proxyWidgets"))
        {
            var pair = UiJson.Items(entry);
            yield return pair.Count >= 2 && UiJson.Id(pair[0]) is { } node && UiJson.Text(pair[1]) is { } field ? (node, field) : ("", "");
        }
    }

    /// <summary>The values that the node gives, by the names of the subgraph's inputs.</summary>
    public static Dictionary<string, JsonElement> ValuesOf(UiNode instance, GraphPlan plan)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (instance.Values.ValueKind == JsonValueKind.Object)
        {
            foreach (var value in instance.Values.EnumerateObject())
            {
                if (plan.Input(value.Name) is { } planned)
                {
                    values[planned.Name] = value.Value;
                }
            }

            return values;
        }

        var list = UiJson.Items(instance.Values);
        if (list.Count == 0)
        {
            return values;
        }

        var proxies = Proxies(instance).ToList();
        if (proxies.Count > 0)
        {
            for (var i = 0; i < Math.Min(proxies.Count, list.Count); i++)
            {
                if (list[i].ValueKind != JsonValueKind.Null && plan.ByProxy.TryGetValue(proxies[i], out var planned))
                {
                    values[planned.Name] = list[i];
                }
            }

            return values;
        }

        Promote(list, plan, values);
        return values;
    }

    // One value for each input that ends at a field; some documents have what becomes of a seed between them.
    private static void Promote(IReadOnlyList<JsonElement> list, GraphPlan plan, Dictionary<string, JsonElement> values)
    {
        var fields = plan.BySlot.OrderBy(input => input.Key).Select(input => input.Value).Where(input => input.IsField).ToList();
        var (next, hasSteps) = (0, list.Count > fields.Count);
        foreach (var field in fields)
        {
            if (next >= list.Count)
            {
                return;
            }

            if (list[next].ValueKind != JsonValueKind.Null)
            {
                values[field.Name] = list[next];
            }

            next++;
            if (hasSteps && field.IsStepped && next < list.Count && WidgetValues.IsStep(list[next]))
            {
                next++;
            }
        }
    }
}
