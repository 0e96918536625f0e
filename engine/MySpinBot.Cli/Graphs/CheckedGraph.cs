using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Graphs;

/// <summary>A graph on its way to a run: read, changed as the command line says, and checked. Either it can run or the problems say why not.</summary>
internal sealed record CheckedGraph(ValidGraph? Graph, JsonElement? Document, ImmutableArray<GraphProblem> Problems)
{
    /// <summary>The document's bytes: as they were read, where nothing was changed.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; private init; }

    /// <summary>What a person should know and what keeps nothing from running.</summary>
    public ImmutableArray<GraphProblem> Notices { get; init; } = [];

    public static async Task<CheckedGraph> ReadAsync(GraphSource source, GraphChanges changes, Engine engine, Surroundings surroundings, CancellationToken cancellation)
    {
        var (utf8, unreadable) = await source.ReadAsync(surroundings, cancellation);
        if (unreadable is not null)
        {
            return new CheckedGraph(null, null, [unreadable]);
        }

        var read = GraphReader.Read(utf8, ReadLimits.Default, NodeInterfaces.Of(engine.Catalog));
        if (read.Document is null)
        {
            return new CheckedGraph(null, null, read.Problems);
        }

        var notices = read.Notices.RemoveAll(notice => notice.Code == ProblemCodes.UnknownNodeType); // those that matter are problems
        var changed = changes.Apply(read.Document, engine.Catalog);
        var validated = await engine.ValidateAsync(changed.Document, cancellation);
        ImmutableArray<GraphProblem> problems = [.. read.Problems, .. changed.Problems, .. validated.Problems];
        var written = GraphWriter.Write(changed.Document);
        return problems.IsEmpty && validated.Graph is not null
            ? new CheckedGraph(validated.Graph, JsonElement.Parse(written, new JsonDocumentOptions { MaxDepth = ReadLimits.Default.MaxDepth }), []) { Utf8 = ReferenceEquals(changed.Document, read.Document) ? utf8 : written, Notices = notices }
            : new CheckedGraph(null, null, problems) { Notices = notices };
    }
}
