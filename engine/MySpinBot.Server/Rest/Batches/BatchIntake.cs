using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;

namespace MySpinBot.Server.Rest.Batches;

/// <summary>Takes jobs that are handed in at once: checks all, says all that is wrong with any, and has all stored by one commit, or none.</summary>
internal sealed class BatchIntake(JobDesk desk, JobIntake intake, ServerOptions options)
{
    // What the graphs of a batch may come to where each job has its own copy: others write to the disk, too.
    private const long MostBytes = 64L << 20;

    private const int CheckedAtOnce = 8;

    /// <summary>Takes a batch.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">What came.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    /// <param name="cancellation">Ends the checks; what is being stored is stored.</param>
    /// <exception cref="ServerRefusal">It cannot be taken.</exception>
    public async Task<BatchAcceptance> SubmitAsync(string owner, ReadOnlyMemory<byte> body, string? key, CancellationToken cancellation)
    {
        JobIntake.CheckKey(key);
        var form = BatchForm.Read(body);
        if (form.Entries.Sum(entry => (long)entry.Submission.Graph.Length) > MostBytes)
        {
            throw new ServerRefusal(RefusalKind.TooLarge, "batch_too_large", $"The graphs of these jobs come to more than {MostBytes} bytes, each with its own; hand them in as several batches.");
        }

        var submissions = await CheckAsync(form, cancellation);
        while (true)
        {
            var batch = new BatchSubmission(Guid.CreateVersion7(options.Time.GetUtcNow()), owner, [.. submissions.Select(each => intake.StoredAs(owner, each))]) { Name = form.Name, IdempotencyKey = key };
            var acceptance = await desk.SubmitAsync(batch, [.. submissions.Select(each => each.Terms)]);
            switch (acceptance.Verdict)
            {
                case AcceptanceVerdict.KeyTaken:
                    throw new ServerRefusal(RefusalKind.Meaningless, "idempotency_key_reused", "Something else was handed in with this Idempotency-Key before. Choose another key for another batch.");
                case AcceptanceVerdict.IdTaken:
                    continue; // the clock and 74 random bits met an id that there is; the next ones are others
                default:
                    return acceptance;
            }
        }
    }

    private async Task<IReadOnlyList<Submission>> CheckAsync(BatchForm form, CancellationToken cancellation)
    {
        var submissions = new Submission[form.Entries.Count];
        var faults = new List<Fault>();
        for (var start = 0; start < submissions.Length && faults.Count < BodyFields.MostFaults; start += CheckedAtOnce)
        {
            var some = Enumerable.Range(start, Math.Min(CheckedAtOnce, submissions.Length - start));
            foreach (var (index, submission, found) in await Task.WhenAll(some.Select(index => CheckAsync(form.Entries[index], index, cancellation))))
            {
                submissions[index] = submission;
                faults.AddRange(found);
            }
        }

        Requests.Check(faults, faults is [{ Code: "webhook_refused" }, ..] ? "webhook_refused" : "graph_refused", RefusalKind.Meaningless);
        return submissions;
    }

    private async Task<(int Index, Submission Submission, IReadOnlyList<Fault> Faults)> CheckAsync(BatchEntry entry, int index, CancellationToken cancellation)
    {
        var submission = entry.Submission;
        var faults = intake.FaultsOf(submission).Select(fault => fault with { Field = $"{entry.Pointer}{fault.Field}", Index = index }).ToList();
        if (submission.StrictJob is not null || submission.Terms.Strict is not null)
        {
            faults.Add(new Fault("bad_field", "A job of a batch cannot be strict; hand it in by itself.") { Field = $"{entry.Pointer}/strict", Index = index });
        }

        if (entry.Seed is { } seed)
        {
            var (seeded, problems) = await SeedAsync(submission.Graph, seed, cancellation);
            submission = submission with { Graph = seeded };
            faults.AddRange(problems.Select(Told));
        }

        if (faults.Count == 0)
        {
            (submission, var check) = await intake.CheckAsync(submission, cancellation);
            faults.AddRange(check.Problems.Select(Told));
        }

        return (index, submission, faults);

        Fault Told(GraphProblem problem) => Fault.Of(problem) with { Field = entry.Pointer.Length == 0 ? null : entry.Pointer, Index = index };
    }

    private async ValueTask<(ReadOnlyMemory<byte> Graph, ImmutableArray<GraphProblem> Problems)> SeedAsync(ReadOnlyMemory<byte> graph, long seed, CancellationToken cancellation)
    {
        var read = await desk.ReadAsync(graph, cancellation);
        if (read.Document is null || !read.Problems.IsEmpty)
        {
            return (graph, read.Problems);
        }

        var seeded = SeedStepping.Set(read.Document, (await desk.CatalogAsync(cancellation)).Catalog, seed, out var count);
        return count > 0 ? (GraphWriter.Write(seeded), [])
            : (graph, [new GraphProblem(ProblemCodes.UnknownInput, null, null, "The graph has no seed: none of its nodes has a seed input with a number. Give seeds as a named input of the graph, in 'runs', instead.")]);
    }
}
