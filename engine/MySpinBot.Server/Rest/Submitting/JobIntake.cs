using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Manifests;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>Takes what is handed in: reads it once, checks it once, and has it stored.</summary>
internal sealed class JobIntake(JobDesk desk, GuardedConnect connect, ServerOptions options, ManifestBook manifests)
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
        CheckKey(key);
        var read = await StrictAsync(owner, Submission.Read(body), cancellation);
        Requests.Check(FaultsOf(read), "webhook_refused", RefusalKind.Meaningless);
        var (submission, check) = await CheckAsync(read, cancellation);
        if (check.Problems.Count > 0)
        {
            throw Refusal(check.Problems);
        }

        return await StoreAsync(owner, submission, key);
    }

    /// <summary>An idempotency key as it may be.</summary>
    /// <exception cref="ServerRefusal">It is none.</exception>
    public static void CheckKey(string? key)
    {
        if (key is not null && (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw Requests.Refusal([new Fault("bad_parameter", $"The header Idempotency-Key has to have 1 to {LongestKey} visible ASCII characters.") { Parameter = "Idempotency-Key" }], "bad_parameters");
        }
    }

    /// <summary>What stands against whom a submission would have called.</summary>
    public IReadOnlyList<Fault> FaultsOf(Submission submission)
        => submission.Webhook is { } webhook && connect.Refusal(webhook.Url) is { } sentence ? [new Fault("webhook_refused", sentence) { Field = "/webhook/url" }] : [];

    /// <summary>What is stored of a submission.</summary>
    public JobSubmission StoredAs(string owner, Submission submission) => new(Guid.CreateVersion7(options.Time.GetUtcNow()), owner, submission.Graph, submission.Options)
    {
        Name = submission.Name,
        Priority = submission.Priority,
        Number = submission.IsFront ? desk.NumberFor(JobSpot.Front, null) : null,
        Labels = submission.Labels,
        Webhook = submission.Webhook,
        IsKept = submission.IsKept,
    };

    /// <summary>Checks only: what would run, or what is wrong.</summary>
    /// <exception cref="ServerRefusal">The body holds no graph at all.</exception>
    public async ValueTask<IntakeCheck> CheckAsync(string owner, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        => (await CheckAsync(await StrictAsync(owner, Submission.Read(body), cancellation), cancellation)).Check;

    /// <summary>Where a submission names a job that it has to be the same as, that job's manifest is among its terms: the job may be forgotten before it runs.</summary>
    /// <exception cref="ServerRefusal">There is no such job of this owner's, or it has no manifest.</exception>
    public async ValueTask<Submission> StrictAsync(string owner, Submission submission, CancellationToken cancellation)
    {
        if (submission.StrictJob is not { } id)
        {
            return submission;
        }

        var job = desk.Find(id, owner) ?? throw new ServerRefusal(RefusalKind.Meaningless, "unknown_job", $"Field 'strict' names the job {id:D}, and there is none of that id. It may have been removed; hand in its manifest instead.");
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
    public static ServerRefusal Refusal(IReadOnlyList<GraphProblem> problems)
        => problems is [{ Code: ProblemCodes.DocumentTooLarge } large] ? new ServerRefusal(RefusalKind.TooLarge, "graph_too_large", large.Sentence) { Faults = [Fault.Of(large)] }
            : Requests.Refusal([.. problems.Select(Fault.Of)], "graph_refused", RefusalKind.Meaningless);

    /// <summary>Checks what was read, and gives it as it is to be stored: what ComfyUI's editor saves is taken in our form, and that is what is checked, stored and run.</summary>
    public async ValueTask<(Submission Submission, IntakeCheck Check)> CheckAsync(Submission submission, CancellationToken cancellation)
    {
        var read = await desk.ReadAsync(submission.Graph, cancellation);
        if (read.Document is null || !read.Problems.IsEmpty)
        {
            return (submission, new IntakeCheck(null, read.Problems));
        }

        submission = read.IsWorkflow ? submission with { Graph = GraphWriter.Write(read.Document) } : submission;
        if (submission.Graph.Length > ReadLimits.Default.MaxBytes)
        {
            return (submission, new IntakeCheck(null, [new GraphProblem(
                ProblemCodes.DocumentTooLarge, null, null, $"The workflow has {submission.Graph.Length} bytes in our form, of which {ReadLimits.Default.MaxBytes} are taken. Put large data into files and name those.")]));
        }

        var valid = await desk.CheckAsync(read.Document, submission.Graph, submission.Terms, cancellation);
        return (submission, new IntakeCheck(valid.Graph, valid.Problems) { Notices = read.Notices.RemoveAll(notice => notice.Code == ProblemCodes.UnknownNodeType) }); // those that matter are problems
    }

    private Task<Acceptance> StoreAsync(string owner, Submission submission, string? key) => StoreAsync(StoredAs(owner, submission) with { IdempotencyKey = key }, submission.Terms);

    /// <summary>Has a job stored whose graph was checked, under an id that it is given here.</summary>
    /// <exception cref="ServerRefusal">It cannot be taken.</exception>
    public async Task<Acceptance> StoreAsync(JobSubmission submission, JobTerms terms)
    {
        while (true)
        {
            submission = submission with { Id = Guid.CreateVersion7(options.Time.GetUtcNow()) };
            var acceptance = await desk.SubmitAsync(submission, terms);
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
