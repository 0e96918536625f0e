using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Takes documents to keep. Only their form is checked: what somebody is drawing need not run yet, and nodes may be of types that are not there.</summary>
internal static class GraphIntake
{
    // What is read as 32 MiB may be written a little longer: escapes, links in another form.
    private const int MostBytes = 64 << 20;

    // What is searched of node types.
    private const int MostTypes = 2_000;
    private const int LongestType = 200;

    /// <summary>Reads a document.</summary>
    /// <exception cref="ServerRefusal">It is none, with everything that is wrong with its form.</exception>
    public static GraphDocument Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "empty_body", "The body is empty; send a graph.");
        }

        var read = GraphReader.Read(utf8, ReadLimits.Default);
        return read.Document is { } document && read.Problems.IsEmpty ? document : throw JobIntake.Refusal(read.Problems);
    }

    /// <summary>A document as it is kept.</summary>
    /// <exception cref="ServerRefusal">It is too large.</exception>
    public static GraphContent Keep(GraphDocument document)
    {
        var bytes = GraphWriter.WriteCompact(document);
        if (bytes.Length > MostBytes)
        {
            var large = new Fault(ProblemCodes.DocumentTooLarge, $"The graph has {bytes.Length} bytes as it is kept, and may have {MostBytes}. Put large data into files and name those.");
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
