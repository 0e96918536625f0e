using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Jobs;

/// <summary>What became of a job, gathered from its events: those of its latest attempt count where attempts differ.</summary>
/// <param name="Job">The job.</param>
/// <param name="Nodes">Its nodes that anything is known of, in the order in which they were first heard of.</param>
/// <param name="Problems">What was wrong with its graph, where it was refused when it had its turn.</param>
public sealed record JobRecord(Job Job, ImmutableArray<NodeRecord> Nodes, ImmutableArray<GraphProblem> Problems);

/// <summary>What became of a node.</summary>
public sealed record NodeRecord
{
    /// <summary>Its id; inside expansions <c>parent.call.id</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Its type.</summary>
    public string ClassType { get; init; } = "";

    /// <summary>How far it came: <c>running</c>, <c>finished</c>, <c>reused</c>, <c>blocked</c>, <c>failed</c>, <c>skipped</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it shows: an object of lists; null for nothing.</summary>
    public JsonElement? Shown { get; init; }

    /// <summary>Files in the output folder.</summary>
    public ImmutableArray<SavedFile> Files { get; init; } = [];

    /// <summary>Seconds in its calls.</summary>
    public double Seconds { get; init; }

    /// <summary>How it failed.</summary>
    public NodeFailed? Failure { get; init; }
}
