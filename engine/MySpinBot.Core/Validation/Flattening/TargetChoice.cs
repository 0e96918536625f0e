using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Which nodes are to be made: those named, or all output nodes. A node that uses a subgraph stands for what its outputs hang on and the output nodes inside.</summary>
internal sealed class TargetChoice(Frame top, IReadOnlyList<FlatNode> nodes, LinkResolution links, NearestNames nearest, List<GraphProblem> problems)
{
    private readonly Lazy<Dictionary<string, FlatNode>> _byPath = new(() => nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal));

    public IReadOnlyList<int> Choose(IReadOnlyList<string> wanted)
    {
        var before = problems.Count;
        var chosen = (wanted.Count == 0 ? nodes.Where(IsEnd) : wanted.SelectMany(Named)).Select(node => node.Position).Distinct().ToList();
        if (chosen.Count == 0 && problems.Count == before)
        {
            problems.Add(new GraphProblem(
                ProblemCodes.NoTargets, null, null, "The graph has nothing to make: none of its nodes is an output node, such as SaveImage. Add one, or name the nodes to make as targets."));
        }

        return chosen;
    }

    private static bool IsEnd(FlatNode node) => node is { Role: NodeRole.Real, Type.Descriptor.IsOutput: true };

    private IEnumerable<FlatNode> Named(string id)
    {
        var node = top.Nodes.GetValueOrDefault(id) ?? _byPath.Value.GetValueOrDefault(id);
        switch (node?.Role)
        {
            case null:
                problems.Add(new GraphProblem(
                    ProblemCodes.UnknownNode, null, null, $"Target {Shown.Name(id)} is not a node of the graph.{nearest.Ask(id, nodes.Select(node => node.Id))}") { Got = Shown.Plain(id) });
                return [];
            case NodeRole.Real:
                return [node!];
            case NodeRole.Muted or NodeRole.Bypassed:
                problems.Add(new GraphProblem(
                    ProblemCodes.UnknownNode, id, null, $"Target {Shown.Name(id)} is {(node!.Role == NodeRole.Muted ? "muted" : "bypassed")} and does not run; set it to normal, or leave it out of the targets."));
                return [];
            case NodeRole.Reroute:
                return Ends(node!, 1);
            case NodeRole.Subgraph when node!.Inside is { } inside:
                return Within(inside).Where(IsEnd).Concat(Ends(node, inside.Scope.Outputs.Length));
            default:
                return [];
        }
    }

    private static IEnumerable<FlatNode> Within(Frame frame)
    {
        var frames = new Stack<Frame>([frame]);
        while (frames.TryPop(out var next))
        {
            foreach (var node in next.Nodes.Values)
            {
                yield return node;
                if (node.Inside is { } inside)
                {
                    frames.Push(inside);
                }
            }
        }
    }

    private IEnumerable<FlatNode> Ends(FlatNode node, int outputs) => Enumerable.Range(0, outputs)
        .Select(slot => links.Resolve(node, new NodeInput("target", new LinkValue(node.Entry.Id, null, slot))))
        .Where(origin => origin.Kind == WireKind.Link)
        .Select(origin => origin.Node!);
}
