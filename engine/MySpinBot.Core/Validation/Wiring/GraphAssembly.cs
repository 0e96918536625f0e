using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Core.Validation.Ordering;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>Orders and binds what the targets need.</summary>
internal static class GraphAssembly
{
    /// <summary>The graph and, for each wired node, its position there (-1 where no target needs it); null where there is any problem.</summary>
    public static (ValidGraph Graph, int[] Positions)? Assemble(IReadOnlyList<WiredNode> nodes, IReadOnlyList<int> targets, InputBinder binder, List<GraphProblem> problems)
    {
        var order = DepthFirstOrder.From(nodes, targets);
        if (order.HasCycle)
        {
            problems.AddRange(Cycles.In(nodes, order.Nodes));
        }

        var positions = new int[nodes.Count];
        Array.Fill(positions, -1);
        for (var i = 0; i < order.Nodes.Count; i++)
        {
            positions[order.Nodes[i]] = i;
        }

        var valid = new ValidNode[order.Nodes.Count];
        for (var i = 0; i < nodes.Count; i++) // in the document's order, so that problems stand in it too
        {
            if (positions[i] >= 0 && nodes[i].Type is not null)
            {
                valid[positions[i]] = binder.Bind(nodes[i], nodes, positions);
            }
        }

        return problems.Count > 0 ? null : (Graph(valid, targets, positions), positions);
    }

    private static ValidGraph Graph(ValidNode[] nodes, IReadOnlyList<int> targets, int[] positions)
        => new(ImmutableCollectionsMarshal.AsImmutableArray(nodes), [.. targets.Select(target => positions[target])]);
}
