namespace MySpinBot.Sdk;

/// <summary>A piece of graph that a node puts in its own place. Ids are local to the fragment.</summary>
public sealed class GraphFragment
{
    private readonly List<FragmentNode> _nodes = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>The nodes, in the order they were added.</summary>
    public IReadOnlyList<FragmentNode> Nodes => _nodes;

    /// <summary>Adds a node.</summary>
    /// <param name="id">Id within the fragment; it must be new.</param>
    /// <param name="classType">Its type.</param>
    /// <param name="inputs">Inputs by name: a constant or value of any socket type, a <see cref="FragmentLink"/> to a node of this fragment,
    /// or a <see cref="RawLink"/> to a node outside it that the expanding node hangs on.</param>
    /// <returns>The node, whose outputs can be linked to.</returns>
    public FragmentNode Add(string id, string classType, params (string Name, object? Value)[] inputs)
    {
        if (!_ids.Add(id))
        {
            throw new ArgumentException($"The fragment has a node '{id}' already.", nameof(id));
        }

        var node = new FragmentNode(id, classType, inputs.ToDictionary(input => input.Name, input => input.Value));
        _nodes.Add(node);
        return node;
    }
}

/// <summary>A node of a fragment.</summary>
/// <param name="Id">Id within the fragment.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Inputs">Inputs by name.</param>
public sealed record FragmentNode(string Id, string ClassType, IReadOnlyDictionary<string, object?> Inputs)
{
    /// <summary>A link to one of its outputs.</summary>
    public FragmentLink Output(int index = 0) => new(Id, index);
}

/// <summary>A link to an output of a node of the same fragment.</summary>
/// <param name="NodeId">Id within the fragment.</param>
/// <param name="Output">Position of the output.</param>
public sealed record FragmentLink(string NodeId, int Output);

/// <summary>A fragment and what the expanding node's outputs are.</summary>
/// <param name="Fragment">The nodes that take its place.</param>
/// <param name="Outputs">One entry an output: a <see cref="FragmentLink"/>, a <see cref="RawLink"/>, or a value.</param>
public sealed record Expansion(GraphFragment Fragment, params object?[] Outputs);
