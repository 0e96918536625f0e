using System.Collections.Immutable;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;

namespace MySpinBot.Cli.Graphs;

/// <summary>A document of any form, to be looked at and not to be run.</summary>
/// <param name="Document">The document; null where the text is none.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Remarks">What a person should know.</param>
internal sealed record DocumentReading(GraphDocument? Document, ImmutableArray<GraphProblem> Problems, ImmutableArray<string> Remarks)
{
    /// <summary>Reads one.</summary>
    /// <param name="source">Where it stands.</param>
    /// <param name="nodes">The node types; asked for only where the document cannot be read without them.</param>
    /// <param name="surroundings">Where standard input is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<DocumentReading> ReadAsync(GraphSource source, Func<Task<NodeInterfaces>> nodes, Surroundings surroundings, CancellationToken cancellation)
    {
        var text = await source.ReadTextAsync(surroundings, cancellation);
        if (text.Problem is { } unreadable)
        {
            return new DocumentReading(null, [unreadable], []);
        }

        var read = GraphReader.Read(text.Utf8, ReadLimits.Default);
        read = read.IsWorkflow ? GraphReader.Read(text.Utf8, ReadLimits.Default, await nodes()) : read;
        return new DocumentReading(read.Document, read.Problems, [.. text.Remarks, .. read.Notices.Select(notice => notice.Sentence)]);
    }
}
