using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Ordering;

/// <summary>Strongly connected components, after Tarjan (Depth-first search and linear graph algorithms, 1972), with a stack of its own instead of recursion.</summary>
internal sealed class Components
{
    private readonly IReadOnlyList<WiredNode> _nodes;
    private readonly int[] _index;
    private readonly int[] _low;
    private readonly bool[] _onStack;
    private readonly Stack<int> _stack = new();
    private readonly Stack<(int Node, IEnumerator<int> Links)> _path = new();
    private readonly List<List<int>> _found = [];
    private int _next = 1;

    private Components(IReadOnlyList<WiredNode> nodes)
        => (_nodes, _index, _low, _onStack) = (nodes, new int[nodes.Count], new int[nodes.Count], new bool[nodes.Count]);

    public static List<List<int>> Of(IReadOnlyList<WiredNode> nodes, IReadOnlyList<int> reached)
    {
        var components = new Components(nodes);
        foreach (var node in reached)
        {
            components.Visit(node);
        }

        return components._found;
    }

    private void Visit(int root)
    {
        if (_index[root] != 0)
        {
            return;
        }

        Enter(root);
        while (_path.TryPeek(out var at))
        {
            if (at.Links.MoveNext())
            {
                Meet(at.Node, at.Links.Current);
                continue;
            }

            _path.Pop();
            Leave(at.Node);
            if (_path.TryPeek(out var above))
            {
                _low[above.Node] = Math.Min(_low[above.Node], _low[at.Node]);
            }
        }
    }

    private void Meet(int node, int source)
    {
        if (_index[source] == 0)
        {
            Enter(source);
        }
        else if (_onStack[source])
        {
            _low[node] = Math.Min(_low[node], _index[source]);
        }
    }

    private void Enter(int node)
    {
        _index[node] = _low[node] = _next++;
        _onStack[node] = true;
        _stack.Push(node);
        _path.Push((node, Cycles.LinksOf(_nodes[node]).GetEnumerator()));
    }

    private void Leave(int node)
    {
        if (_low[node] != _index[node])
        {
            return;
        }

        var component = new List<int>();
        int member;
        do
        {
            member = _stack.Pop();
            _onStack[member] = false;
            component.Add(member);
        }
        while (member != node);
        _found.Add(component);
    }
}
