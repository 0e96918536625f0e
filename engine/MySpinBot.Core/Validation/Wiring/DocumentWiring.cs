using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Flattening;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>Turns the nodes that stay into wired nodes.</summary>
internal sealed class DocumentWiring(LinkResolution links, List<GraphProblem> problems)
{
    public List<WiredNode> Wire(IReadOnlyList<FlatNode> nodes)
    {
        var real = new List<FlatNode>(nodes.Count);
        foreach (var node in nodes)
        {
            if (node.Role == NodeRole.Real)
            {
                node.Position = real.Count;
                real.Add(node);
            }
        }

        ReportSameIds(nodes, real);
        return real.ConvertAll(WireNode);
    }

    // Ids within one level are unique already; a path may still equal an id that was written with a colon.
    private void ReportSameIds(IReadOnlyList<FlatNode> nodes, List<FlatNode> real)
    {
        if (nodes.Count == 0 || nodes[^1].Frame == nodes[0].Frame)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        problems.AddRange(real.Where(node => !seen.Add(node.Id)).Select(node => new GraphProblem(
            ProblemCodes.DuplicateId, node.Id, null, $"Node id {Shown.Name(node.Id)} stands twice once subgraphs are put in; rename the node that is written so.")));
    }

    private WiredNode WireNode(FlatNode node)
    {
        var entry = node.Entry;
        var inputs = new Wire[entry.Inputs.Length];
        var names = inputs.Length > 1 ? new DistinctNames() : null;
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = WireInput(node, entry.Inputs[i]);
            if (names?.Add(entry.Inputs[i].Name) == false)
            {
                problems.Add(new InputPlace(node.Id, entry.ClassType, entry.Inputs[i].Name).Problem(ProblemCodes.DuplicateId, "stands twice; names of inputs must be unique."));
            }
        }

        return new WiredNode { Id = node.Id, Title = entry.Title, ClassType = entry.ClassType, Type = node.Type, Inputs = inputs };
    }

    private Wire WireInput(FlatNode node, NodeInput input)
    {
        var declared = Wiring.Wire.PositionIn(node.Type?.Descriptor, input.Name);
        var origin = links.Resolve(node, input);
        return new Wire
        {
            Name = input.Name,
            Declared = declared,
            Kind = origin.Kind == WireKind.Link ? Wiring.Wire.KindOfLink(node.Type?.Descriptor, declared) : origin.Kind,
            Source = origin.Node?.Position ?? 0,
            Output = origin.Output,
            Payload = (object?)origin.Value ?? origin.Reason,
        };
    }
}
