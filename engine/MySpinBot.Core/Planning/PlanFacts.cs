using System.Collections.Frozen;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Planning;

/// <summary>What the world outside says about a graph, gathered before it is planned.</summary>
public sealed record PlanFacts
{
    /// <summary>A graph that touches nothing outside.</summary>
    public static PlanFacts None { get; } = new();

    /// <summary>The file behind each file input, by positions of node and input.</summary>
    public IReadOnlyDictionary<(int Node, int Input), FileReference> Files { get; init; } = FrozenDictionary<(int, int), FileReference>.Empty;

    /// <summary>What a node's fingerprint method said, by position; null for "never the same". Nodes without the method are absent.</summary>
    public IReadOnlyDictionary<int, string?> Fingerprints { get; init; } = FrozenDictionary<int, string?>.Empty;
}
