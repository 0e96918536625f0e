using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Validation;

namespace MySpinBot.Runtime.Working;

/// <summary>A job's graph on its way to a run: read, changed as the job's terms say, and checked. Either it can run or the problems say why not.</summary>
/// <param name="Graph">The graph; null where something is wrong.</param>
/// <param name="Document">The document, for embedding in what is saved.</param>
/// <param name="Problems">All that is wrong.</param>
internal sealed record JobGraph(ValidGraph? Graph, JsonElement? Document, ImmutableArray<GraphProblem> Problems)
{
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = ReadLimits.Default.MaxDepth };

    /// <summary>The graph without the choice of targets, where that matters and all of it can run.</summary>
    public ValidGraph? Whole { get; private init; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads and checks a graph.</summary>
    public static async ValueTask<JobGraph> ReadAsync(Engine engine, ReadOnlyMemory<byte> utf8, JobTerms terms, CancellationToken cancellation)
    {
        var read = GraphReader.Read(utf8, ReadLimits.Default);
        if (read.Document is null)
        {
            return new JobGraph(null, null, read.Problems);
        }

        var changed = Apply(terms, read.Document);
        var validated = await engine.ValidateAsync(changed.Document, asComfy: terms.Comfy is not null, cancellation);
        ImmutableArray<GraphProblem> problems = [.. read.Problems, .. changed.Problems, .. validated.Problems];
        if (terms.Strict is { } then)
        {
            problems = [.. problems, .. await engine.CompareAsync(problems.IsEmpty ? validated.Graph : null, then, cancellation)];
        }

        return problems.IsEmpty && validated.Graph is not null
            ? new JobGraph(validated.Graph, Embedded(changed.Document, ReferenceEquals(changed.Document, read.Document) ? utf8.Span : default), []) { Whole = await WholeAsync(engine, changed.Document, terms, cancellation) }
            : new JobGraph(null, null, problems);
    }

    private static async ValueTask<ValidGraph?> WholeAsync(Engine engine, GraphDocument document, JobTerms terms, CancellationToken cancellation)
        => engine.KeepsByGraph && terms.Targets is { Count: > 0 }
            ? (await engine.ValidateAsync(document with { Targets = [] }, asComfy: terms.Comfy is not null, cancellation)).Graph
            : null;

    private static JsonElement Embedded(GraphDocument document, ReadOnlySpan<byte> asItCame)
        => JsonElement.Parse(asItCame.IsEmpty || asItCame.StartsWith(ByteOrderMark) ? GraphWriter.Write(document) : asItCame, Parsing);

    private static EditResult Apply(JobTerms terms, GraphDocument document)
    {
        var done = new EditResult(document, []);
        foreach (var (name, value) in terms.Inputs)
        {
            done = Then(done, Edits.SetNamedInput(done.Document, name, value));
        }

        return terms.Targets is { Count: > 0 } targets ? Then(done, Edits.ChooseTargets(done.Document, targets)) : done;
    }

    private static EditResult Then(EditResult before, EditResult after) => after with { Problems = before.Problems.AddRange(after.Problems) };
}
