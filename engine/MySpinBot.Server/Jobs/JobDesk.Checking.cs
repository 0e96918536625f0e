using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Validation;
using MySpinBot.Server.Catalogs;

namespace MySpinBot.Server.Jobs;

// What is wrong with graphs, before they are taken.
public sealed partial class JobDesk
{
    /// <summary>How long <see cref="CheckAsync"/> waits for the worker. What it does not say in time, the run says.</summary>
    public static TimeSpan CheckPatience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads a graph of any form. What ComfyUI's editor saves is read with the nodes that there are; the other forms need none of them.</summary>
    public async ValueTask<ReadResult> ReadAsync(ReadOnlyMemory<byte> graph, CancellationToken cancellation)
    {
        var read = GraphReader.Read(graph, ReadLimits.Default);
        return read.IsWorkflow ? GraphReader.Read(graph, ReadLimits.Default, (await _catalog(cancellation)).Interfaces) : read;
    }

    /// <summary>What is wrong with a graph, by the catalog, and, where only it can tell and is there to answer within <see cref="CheckPatience"/>, by the worker.</summary>
    public async ValueTask<ValidationResult> CheckAsync(GraphDocument document, ReadOnlyMemory<byte> bytes, JobTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(terms);
        var known = await _catalog(cancellation);
        var result = GraphValidator.Validate(document, known.Catalog, new ValidationOptions { Inputs = terms.Inputs, Targets = terms.Targets is { } targets ? [.. targets] : null, IntegersBecomeFloats = terms.Comfy is null });
        if (!_workers.IsReady || (terms.Strict is null && !NeedsWorker(document, known)) || await _workers.CheckAsync(bytes, terms, CheckPatience, cancellation) is not { Count: > 0 } more)
        {
            return result;
        }

        // The worker finds again what the catalog told.
        var problems = ImmutableArray.CreateBuilder<GraphProblem>();
        var told = new HashSet<(string, string?, string?, string)>();
        foreach (var problem in result.Problems.Concat(more))
        {
            if (told.Add((problem.Code, problem.NodeId, problem.Input, problem.Sentence)))
            {
                problems.Add(problem);
            }
        }

        return new ValidationResult(null, problems.ToImmutable());
    }

    private static bool NeedsWorker(GraphDocument document, KnownCatalog known)
    {
        foreach (var node in document.Nodes)
        {
            if (known.NeedsWorker(node.ClassType))
            {
                return true;
            }
        }

        foreach (var subgraph in document.Subgraphs)
        {
            foreach (var node in subgraph.Graph.Nodes)
            {
                if (known.NeedsWorker(node.ClassType))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
