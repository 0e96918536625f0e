using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Graphs;

/// <summary>A graph on its way to a run: read, changed as the command line says, and checked. Either it can run or the problems say why not.</summary>
internal sealed record CheckedGraph(ValidGraph? Graph, JsonElement? Document, ImmutableArray<GraphProblem> Problems)
{
    public static async Task<CheckedGraph> ReadAsync(GraphSource source, GraphChanges changes, Engine engine, Surroundings surroundings, CancellationToken cancellation)
    {
        var (utf8, unreadable) = await source.ReadAsync(surroundings, cancellation);
        if (unreadable is not null)
        {
            return new CheckedGraph(null, null, [unreadable]);
        }

        var read = GraphReader.Read(utf8);
        if (read.Document is null)
        {
            return new CheckedGraph(null, null, read.Problems);
        }

        var (document, wrongChanges) = changes.Apply(read.Document, engine.Catalog);
        var validated = await engine.ValidateAsync(document, cancellation);
        ImmutableArray<GraphProblem> problems = [.. read.Problems, .. wrongChanges, .. validated.Problems];
        return problems.IsEmpty ? new CheckedGraph(validated.Graph, GraphWriter.Write(document), []) : new CheckedGraph(null, null, problems);
    }
}
