using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Ordering;

/// <summary>The nodes that targets need, each after all that it links to. Nodes that only raw links lead to come behind them, as further beginnings.</summary>
internal sealed class DepthFirstOrder
{
    private readonly IReadOnlyList<WiredNode> _nodes;
    private readonly Stage[] _stages;
    private readonly List<int> _order;
    private readonly Stack<(int Node, int NextInput)> _path = new();

    private DepthFirstOrder(IReadOnlyList<WiredNode> nodes)
        => (_nodes, _stages, _order) = (nodes, new Stage[nodes.Count], new List<int>(nodes.Count));

    private enum Stage : byte
    {
        New,
        Open,
        Done,
    }

    public IReadOnlyList<int> Nodes => _order;

    /// <summary>Whether links lead in a circle; the order then means nothing, only which nodes are in it.</summary>
    public bool HasCycle { get; private set; }

    public static DepthFirstOrder From(IReadOnlyList<WiredNode> nodes, IReadOnlyList<int> targets)
    {
        var order = new DepthFirstOrder(nodes);
        foreach (var target in targets)
        {
            order.Visit(target);
        }

        for (var i = 0; i < order._order.Count; i++)
        {
            foreach (var wire in nodes[order._order[i]].Inputs)
            {
                if (wire.Kind == WireKind.RawLink)
                {
                    order.Visit(wire.Source);
                }
            }
        }

        return order;
    }

    private void Visit(int root)
    {
        Open(root);
        while (_path.TryPop(out var at))
        {
            if (NextLink(at) is var next && next < _nodes[at.Node].Inputs.Length)
            {
                _path.Push((at.Node, next + 1));
                Open(_nodes[at.Node].Inputs[next].Source);
            }
            else
            {
                _stages[at.Node] = Stage.Done;
                _order.Add(at.Node);
            }
        }
    }

    private int NextLink((int Node, int NextInput) at)
    {
        var inputs = _nodes[at.Node].Inputs;
        var next = at.NextInput;
        while (next < inputs.Length && inputs[next].Kind != WireKind.Link)
        {
            next++;
        }

        return next;
    }

    private void Open(int node)
    {
        if (_stages[node] == Stage.New)
        {
            _stages[node] = Stage.Open;
            _path.Push((node, 0));
        }
        else
        {
            HasCycle |= _stages[node] == Stage.Open;
        }
    }
}
