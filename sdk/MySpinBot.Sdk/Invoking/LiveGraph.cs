namespace MySpinBot.Sdk;

/// <summary>The part of the graph that a running call can see: its own node and all that it hangs on, in the document and in expansions alike. A parameter of this type
/// is injected. What is found here can be put into a <see cref="GraphFragment"/>: that is how a node repeats the nodes above it.</summary>
public abstract class LiveGraph
{
    /// <summary>A node by its id, as <see cref="RawLink.NodeId"/> and <see cref="HiddenValue.NodeId"/> have it; null where the call's node does not hang on such a node.</summary>
    public abstract LiveNode? Find(string id);
}

/// <summary>A node as it stands in the graph of a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Inputs">Inputs by name: a constant, a <see cref="RawLink"/>, or a <see cref="GraphValue"/>.</param>
public sealed record LiveNode(string Id, string ClassType, IReadOnlyDictionary<string, object?> Inputs);

/// <summary>A value that a node of an expansion was given in place of a link. It cannot be looked at, only handed on.</summary>
public abstract class GraphValue;
