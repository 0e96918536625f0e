using MySpinBot.Core.Documents;

namespace MySpinBot.Cli.Graphs;

/// <summary>The text of a graph, wherever it stood.</summary>
/// <param name="Utf8">JSON; empty where there is a problem.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record SourceText(ReadOnlyMemory<byte> Utf8, GraphProblem? Problem)
{
    /// <summary>What a person should know of the file that it stood in.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
