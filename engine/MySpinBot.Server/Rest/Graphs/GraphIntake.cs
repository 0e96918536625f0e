using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Takes documents to keep. Only their form is checked: what somebody is drawing need not run yet, and nodes may be of types that are not there.</summary>
internal sealed class GraphIntake(JobDesk jobs)
{
    // What is searched of node types.
    private const int MostTypes = 2_000;
    private const int LongestType = 200;

    // What was taken is read again, though our form may nest it a little deeper than the form that it came in.
    private static readonly ReadLimits Kept = ReadLimits.Default with { MaxDepth = ReadLimits.Default.MaxDepth + 16 };

    /// <summary>Reads a document of any form. What ComfyUI's editor saves becomes one of ours.</summary>
    /// <returns>The document, and what a person should know of how it was read.</returns>
    /// <exception cref="ServerRefusal">It is none, with everything that is wrong with its form.</exception>
    public async ValueTask<(GraphDocument Document, IReadOnlyList<GraphProblem> Notices)> ReadAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellation)
    {
        if (utf8.IsEmpty)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "empty_body", "The body is empty; send a graph.");
        }

        var read = await jobs.ReadAsync(utf8, cancellation);
        return read.Document is { } document && read.Problems.IsEmpty ? (document, read.Notices) : throw JobIntake.Refusal(read.Problems);
    }

    /// <summary>Reads a document that is kept.</summary>
    public static GraphDocument Read(ReadOnlyMemory<byte> kept)
    {
        var read = GraphReader.Read(kept, Kept);
        return read.Document is { } document && read.Problems.IsEmpty ? document : throw JobIntake.Refusal(read.Problems);
    }

    /// <summary>A document as it is kept.</summary>
    /// <exception cref="ServerRefusal">It is too large.</exception>
    public static GraphContent Keep(GraphDocument document)
    {
        var bytes = GraphWriter.WriteCompact(document);
        if (bytes.Length > Kept.MaxBytes)
        {
            var large = new Fault(ProblemCodes.DocumentTooLarge, $"The graph has {bytes.Length} bytes as it is kept, and may have {Kept.MaxBytes}. Put large data into files and name those.");
            throw new ServerRefusal(RefusalKind.TooLarge, "graph_too_large", large.Sentence) { Faults = [large] };
        }

        var (types, nodes) = (new HashSet<string>(StringComparer.Ordinal), 0);
        var graphs = new Stack<GraphDocument>([document]);
        while (graphs.TryPop(out var graph))
        {
            nodes += graph.Nodes.Length;
            types.UnionWith(graph.Nodes.Select(node => node.ClassType));
            foreach (var subgraph in graph.Subgraphs)
            {
                graphs.Push(subgraph.Graph);
            }
        }

        return new GraphContent(bytes, [.. types.Where(IsSearched).Take(MostTypes).Order(StringComparer.Ordinal)], nodes);
    }

    private static bool IsSearched(string type) => type.Length is > 0 and <= LongestType && !type.Any(char.IsControl);
}
