using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Where links of one graph come from, in our terms.</summary>
internal sealed class Sources(Conversion conversion, GraphPlan plan)
{
    private readonly Dictionary<string, bool> _dead = new(StringComparer.Ordinal);

    /// <summary>What an input is linked to; null where it is not, or the link leads nowhere.</summary>
    public InputValue? Of(UiNode node, UiSocket input)
    {
        if (input.Link is not { } id)
        {
            return null;
        }

        if (plan.Graph.LinkTo(input) is { } link)
        {
            return Of(link, node, Shown.Name(input.Name));
        }

        conversion.Notice(ProblemCodes.BadLink, node, input.Name, $"Input {Shown.Name(input.Name)} of {conversion.Named(node, plan)} names link {Shown.Plain(id)}, which the document does not have; it is left out.");
        return null;
    }

    /// <summary>What a link brings; null where it leads nowhere.</summary>
    public InputValue? Of(UiLink link, UiNode? holder, string what)
    {
        if (plan.Source is { } source && link.From == source.InputNode)
        {
            return plan.BySlot.TryGetValue(link.FromSlot, out var planned) ? new GraphInputValue(planned.Name) : Nothing(holder, what, $"input {link.FromSlot} of its subgraph");
        }

        if (plan.Graph.Node(link.From) is not { } origin)
        {
            return Nothing(holder, what, $"node {Shown.Name(link.From)}");
        }

        return origin.Type switch
        {
            Conversion.Primitive => plan.ByPrimitive.TryGetValue(origin.Id, out var held) ? new GraphInputValue(held.Name) : null,
            "Note" or "MarkdownNote" => null,
            _ => new LinkValue(origin.Id, null, link.FromSlot),
        };
    }

    /// <summary>Whether nothing comes over a link because the node at its other end is muted. The front end then sends what stands in the field.</summary>
    public bool IsDead(UiNode node, UiSocket input)
    {
        if (plan.Graph.LinkTo(input) is not { } link)
        {
            return false;
        }

        var passed = new List<string>();
        bool? dead = null;
        while (dead is null)
        {
            if (_dead.TryGetValue(link.From, out var known))
            {
                dead = known;
            }
            else if (plan.Graph.Node(link.From) is not { } origin)
            {
                dead = false;
            }
            else if (origin.Type != Conversion.Reroute)
            {
                dead = origin.Mode == UiNode.Never && origin.Type != Conversion.Primitive;
            }
            else if (origin.Inputs.Count == 0 || plan.Graph.LinkTo(origin.Inputs[0]) is not { } before)
            {
                dead = true;
            }
            else
            {
                passed.Add(origin.Id);
                _dead[origin.Id] = true; // should the reroutes lead in a circle
                link = before;
            }
        }

        foreach (var id in passed)
        {
            _dead[id] = dead.Value;
        }

        return dead.Value;
    }

    private InputValue? Nothing(UiNode? holder, string what, string where)
    {
        conversion.Notice(ProblemCodes.BadLink, holder, null, $"The link to {what}{(holder is null ? $" of subgraph {Shown.Name(plan.Name)}" : $" of {conversion.Named(holder, plan)}")} comes from {where}, which the document does not have; it is left out.");
        return null;
    }
}
