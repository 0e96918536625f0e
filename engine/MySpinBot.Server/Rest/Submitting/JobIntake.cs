using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Validation;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Manifests;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Takes what is handed in: reads it once, checks it once, and has it stored.</summary>
internal sealed class JobIntake(JobDesk desk, ServerOptions options, ManifestBook manifests)
{
    private const int LongestKey = 255;

    /// <summary>Takes a job.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">What came.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    /// <param name="cancellation">Ends the check; what is being stored is stored.</param>
    /// <exception cref="ServerRefusal">It cannot be taken.</exception>
    public async Task<Acceptance> SubmitAsync(string owner, ReadOnlyMemory<byte> body, string? key, CancellationToken cancellation)
    {
        if (key is not null && (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw Requests.Refusal([new Fault("bad_parameter", $"The header Idempotency-Key has to have 1 to {LongestKey} visible ASCII characters.") { Parameter = "Idempotency-Key" }], "bad_parameters");
        }

        var submission = await StrictAsync(owner, Submission.Read(body), cancellation);
        var (_, problems) = await CheckAsync(submission, cancellation);
        if (problems.Count > 0)
        {
            throw Refusal(problems);
        }

        return await StoreAsync(owner, submission, key);
    }

    /// <summary>Checks only: what would run, or what is wrong.</summary>
    /// <exception cref="ServerRefusal">The body holds no graph at all.</exception>
    public async ValueTask<(ValidGraph? Graph, IReadOnlyList<GraphProblem> Problems)> CheckAsync(string owner, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        => await CheckAsync(await StrictAsync(owner, Submission.Read(body), cancellation), cancellation);

    /// <summary>Where a submission names a job that it has to be the same as, that job's manifest is among its terms: the job may be forgotten before it runs.</summary>
    private async ValueTask<Submission> StrictAsync(string owner, Submission submission, CancellationToken cancellation)
    {
        if (submission.StrictJob is not { } id)
        {
            return submission;
        }

        var job = desk.Find(id, owner) ?? throw new ServerRefusal(RefusalKind.Meaningless, "unknown_job", $"Field '/strict' names the job {id:D}, and there is none of that id. It may have been removed; hand in its manifest instead.");
        try
        {
            return submission with { StrictJob = null, Terms = submission.Terms with { Strict = await manifests.FindAsync(job, cancellation) } };
        }
        catch (ServerRefusal refusal) when (refusal.Kind is RefusalKind.Conflict or RefusalKind.Missing)
        {
            throw new ServerRefusal(RefusalKind.Meaningless, refusal.Code, refusal.Message);
        }
    }

    /// <summary>A graph that is not taken.</summary>
    private static ServerRefusal Refusal(IReadOnlyList<GraphProblem> problems)
        => problems is [{ Code: ProblemCodes.DocumentTooLarge } large] ? new ServerRefusal(RefusalKind.TooLarge, "graph_too_large", large.Sentence) { Faults = [Fault.Of(large)] }
            : Requests.Refusal([.. problems.Select(Fault.Of)], "graph_refused", RefusalKind.Meaningless);

    private async ValueTask<(ValidGraph? Graph, IReadOnlyList<GraphProblem> Problems)> CheckAsync(Submission submission, CancellationToken cancellation)
    {
        var read = GraphReader.Read(submission.Graph, ReadLimits.Default);
        if (read.Document is null || !read.Problems.IsEmpty)
        {
            return (null, read.Problems);
        }

        var valid = await desk.CheckAsync(read.Document, submission.Graph, submission.Terms, cancellation);
        return (valid.Graph, valid.Problems);
    }

    private async Task<Acceptance> StoreAsync(string owner, Submission submission, string? key)
    {
        while (true)
        {
            var acceptance = await desk.SubmitAsync(
                new JobSubmission(Guid.CreateVersion7(options.Time.GetUtcNow()), owner, submission.Graph, submission.Options)
                {
                    Name = submission.Name,
                    Priority = submission.Priority,
                    Number = submission.IsFront ? desk.NumberFor(JobSpot.Front, null) : null,
                    IdempotencyKey = key,
                },
                submission.Terms);
            switch (acceptance.Verdict)
            {
                case AcceptanceVerdict.KeyTaken:
                    throw new ServerRefusal(
                        RefusalKind.Meaningless, "idempotency_key_reused", $"Something else was handed in with this Idempotency-Key before: job {acceptance.Job.Id:D}. Choose another key for another job.");
                case AcceptanceVerdict.IdTaken:
                    continue; // the clock and 74 random bits met an id that there is; the next one is another
                default:
                    return acceptance;
            }
        }
    }
}
