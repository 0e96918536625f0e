using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Plans the named inputs of all graphs of a document.</summary>
internal sealed class InputPlanning(Conversion conversion)
{
    // Subgraphs in subgraphs: what is deeper is refused when they are put in.
    private const int Deepest = 64;

    private readonly HashSet<GraphPlan> _fieldsFound = [];

    public GraphPlan Plan()
    {
        foreach (var subgraph in conversion.Document.Subgraphs.Values)
        {
            var plan = new GraphPlan(subgraph.Inside, subgraph, conversion.SubgraphNames.Take(subgraph.Name));
            conversion.Plans.Add(subgraph.Id, plan);
            for (var slot = 0; slot < subgraph.Inputs.Count; slot++)
            {
                plan.BySlot.Add(slot, plan.Add(subgraph.Inputs[slot].Name, subgraph.Inputs[slot].Type));
            }

            PlanPrimitives(plan);
        }

        var top = new GraphPlan(conversion.Document.Top, null, "");
        PlanPrimitives(top);
        foreach (var plan in conversion.Plans.Values)
        {
            FindFields(plan, 0);
        }

        foreach (var plan in (IEnumerable<GraphPlan>)[.. conversion.Plans.Values, top])
        {
            foreach (var node in plan.Graph.Nodes)
            {
                if (conversion.PlanOf(node) is { } used)
                {
                    PlanProxies(node, used);
                }
            }
        }

        return top;
    }

    // A primitive holds a value for all inputs that it is linked to: a named input of its graph.
    private static void PlanPrimitives(GraphPlan plan)
    {
        foreach (var node in plan.Graph.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                if (plan.Graph.LinkTo(input) is not { } link || plan.ByPrimitive.ContainsKey(link.From)
                    || plan.Graph.Node(link.From) is not { Type: Conversion.Primitive } primitive || Conversion.Held(primitive) is not { Value: { } value } held)
                {
                    continue;
                }

                var planned = plan.Add(NameOf(primitive, input), primitive.Outputs is [{ Type: not SocketTypes.Any } output, ..] ? output.Type : input.Type);
                (planned.Default, planned.Step, planned.Origin) = (value, held.Step, primitive.Json);
                plan.ByPrimitive.Add(primitive.Id, planned);
            }
        }
    }

    private static string NameOf(UiNode primitive, UiSocket input)
        => primitive.Title is { Length: > 0 } title && title is not ("Primitive" or Conversion.Primitive) ? title
            : primitive.Outputs is [{ Widget: { Length: > 0 } widget }, ..] ? widget
            : input.Name;

    // Which inputs of a subgraph end at fields, and what stands in those: the first field that is linked counts, as in the front end.
    private void FindFields(GraphPlan plan, int depth)
    {
        if (plan.Source is not { } source || depth > Deepest || !_fieldsFound.Add(plan))
        {
            return;
        }

        var ends = new Dictionary<string, (UiNode Node, UiSocket Input)>(StringComparer.Ordinal);
        var bySlot = new Dictionary<int, HashSet<string>>();
        foreach (var node in plan.Graph.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                if (input.Link is { } id && plan.Graph.LinkTo(input) is { } link && link.From == source.InputNode && ends.TryAdd(id, (node, input)))
                {
                    (bySlot.TryGetValue(link.FromSlot, out var links) ? links : bySlot[link.FromSlot] = []).Add(id);
                }
            }
        }

        var declared = source.Json.Items("inputs");
        foreach (var (slot, links) in bySlot)
        {
            if (plan.BySlot.TryGetValue(slot, out var planned))
            {
                var first = slot < declared.Count ? declared[slot].Items("linkIds").Select(UiJson.Id).OfType<string>().Where(id => links.Contains(id)) : [];
                FindField(plan, planned, first.Concat(links).Select(id => ends[id]), depth);
            }
        }

        for (var slot = 0; slot < declared.Count; slot++)
        {
            plan.BySlot[slot].Label = declared[slot].TextField("label") is { } label && label != plan.BySlot[slot].Name ? label : null;
        }
    }

    private void FindField(GraphPlan plan, PlannedInput planned, IEnumerable<(UiNode Node, UiSocket Input)> ends, int depth)
    {
        foreach (var (node, input) in ends)
        {
            if (conversion.PlanOf(node) is { } inner)
            {
                FindFields(inner, depth + 1);
                if (Instances.InputFor(inner, node, input) is { IsField: true } nested)
                {
                    planned.IsStepped = nested.IsStepped;
                    plan.End(planned, node, nested.Name);
                    return;
                }

                continue;
            }

            var known = conversion.InputOf(node, input.Name);
            if (input.Widget is not null || known is { Field: not FieldKind.None })
            {
                planned.IsStepped = known?.IsStepped ?? FieldTypes.IsSeedName(input.Name);
                plan.End(planned, node, input.Name);
                return;
            }
        }
    }

    // Fields of nodes inside that stand on the outside: [node, field], or [-1, input] for what the subgraph takes anyway.
    private void PlanProxies(UiNode instance, GraphPlan used)
    {
        foreach (var entry in Instances.Proxies(instance))
        {
            if (used.ByProxy.ContainsKey(entry))
            {
                continue;
            }

            if (Proxied(used, entry) is { } planned)
            {
                used.ByProxy.Add(entry, planned);
            }
        }
    }

    private PlannedInput? Proxied(GraphPlan used, (string Node, string Field) entry)
    {
        if (entry.Node == "-1")
        {
            return used.Input(entry.Field);
        }

        if (used.Graph.Node(entry.Node) is not { } node)
        {
            return null;
        }

        if (node.Type == Conversion.Primitive)
        {
            return entry.Field == "control_after_generate" ? null : used.ByPrimitive.GetValueOrDefault(node.Id);
        }

        var (field, type) = FieldOf(node, entry.Field);
        if (field is null)
        {
            return null;
        }

        if (node.Input(field) is { Link: not null } linked && used.Graph.LinkTo(linked) is { } link)
        {
            return link.From == used.Source!.InputNode ? used.BySlot.GetValueOrDefault(link.FromSlot) : null;
        }

        if (!used.ByField.TryGetValue(node.Id, out var fields))
        {
            used.ByField.Add(node.Id, fields = new Dictionary<string, PlannedInput>(StringComparer.Ordinal));
        }

        if (fields.TryGetValue(field, out var there))
        {
            return there;
        }

        var planned = used.Add(field, type);
        used.End(planned, node, field);
        fields.Add(field, planned);
        return planned;
    }

    // The field's name as the node has it, and its type; no name where the node has no such field.
    private (string? Name, string Type) FieldOf(UiNode node, string field)
    {
        if (conversion.PlanOf(node) is { } inner)
        {
            var plain = field[(field.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? colon + 2 : 0)..]; // "12: seed": a field of a field's node
            var input = inner.Input(field) ?? inner.Input(plain) ?? inner.EndingAt(plain);
            return input is null ? default : (input.Name, input.Type);
        }

        var known = conversion.InputOf(node, field);
        return known is { Field: not FieldKind.None } || conversion.ValuesOf(node).Of(field) is not null ? (field, known?.Type ?? node.Input(field)?.Type ?? SocketTypes.Any) : default;
    }
}
