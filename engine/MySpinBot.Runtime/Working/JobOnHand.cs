using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>One job from its command to its end.</summary>
internal sealed class JobOnHand(StartJob start, ReadOnlyMemory<byte> document, WorkerDesk desk) : IDisposable
{
    private const int MostReason = 16 << 10;

    /// <summary>What ComfyUI embeds beside the prompt where nobody hands in more.</summary>
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly CancellationTokenSource _cancelling = new();
    private readonly JobPost _post = new(desk.Outbox, start.Job);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _firstFailure;

    /// <summary>Completes when the job is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Stops it.</summary>
    public void Cancel()
    {
        try
        {
            // Whoever listens to the token runs elsewhere: it may block or throw, and the reading thread has other things to do.
            _ = _cancelling.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    /// <summary>Runs it to its end, which is returned and not yet told. Nothing is thrown.</summary>
    public async Task<JobEnd> RunAsync()
    {
        try
        {
            var engine = await desk.Engine;
            await desk.Outbox.RoomAsync(_cancelling.Token);
            var graph = await JobGraph.ReadAsync(engine, document, start.Terms, _cancelling.Token);
            return graph.Graph is null ? Refused(graph.Problems) : await RunAsync(engine, graph);
        }
        catch (OperationCanceledException) when (_cancelling.IsCancellationRequested || desk.Stopping.IsCancellationRequested)
        {
            return new JobEnd(RunOutcome.Cancelled, "The job was cancelled.");
        }
        catch (Exception bug)
        {
            // A fault of ours: it must end this job with a sentence and its story, and not the worker with all the others.
            desk.Report($"Job {start.Job} was ended by a bug: {bug}");
            return new JobEnd(RunOutcome.Failed, $"Something went wrong that should not: {bug.Message} This is a bug; the worker's log has its story.");
        }
    }

    /// <summary>Tells how it ended.</summary>
    public void Tell(JobEnd end) => _post.End(end);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancelling.Dispose();
        _ended.TrySetResult();
    }

    private static JobEnd Refused(IReadOnlyList<GraphProblem> problems)
        => new(RunOutcome.Failed, problems.Count == 0 ? "The graph cannot be run." : problems[0].Sentence, problems);

    private async Task<JobEnd> RunAsync(Engine engine, JobGraph graph)
    {
        var terms = start.Terms;
        var options = new RunOptions
        {
            Check = terms.Check,
            Whole = graph.Whole,
            Document = graph.Document,
            Job = start.Job,
            Suspects = [.. start.Suspects],
            Policies = terms.Policies,
            ExtraPngInfo = terms.ExtraPngInfo ?? (terms.Comfy is null ? null : Nothing),
            OutputJournal = desk.OutputJournalOf(start.Job),
            KeepsOutputJournal = true,
            Interruption = desk.Stopping,
            Grace = desk.Grace,
            BeforeCalls = desk.Outbox.RoomAsync,
            Manifest = HandedIn.Of(document, terms.Inputs),
            Strict = terms.Strict,
        };
        var summary = await engine.RunAsync(graph.Graph!, options, Hear, _cancelling.Token);
        if (summary.Manifest is { } manifest)
        {
            await ManifestPost.SendAsync(manifest, engine, Hear, desk.Report);
        }

        var reason = summary.Outcome switch
        {
            RunOutcome.Succeeded => null,
            RunOutcome.Cancelled => "The job was cancelled.",
            _ => _firstFailure ?? "The run failed, and no step said why.",
        };
        return new JobEnd(summary.Outcome, reason, LeftBehind: summary.LeftBehind);
    }

    /// <summary>Hears an event of the run: one at a time.</summary>
    private void Hear(RunEvent happened)
    {
        switch (happened)
        {
            case ProgressReported or PreviewShown or NodeLogged or TextStreamed:
                _post.Pass((NodeEvent)happened);
                return;
            case NodeFailed failed:
                _firstFailure ??= failed.Sentence.Length > MostReason ? failed.Sentence[..MostReason] + "…" : failed.Sentence;
                break;
        }

        desk.Kept.Keep(happened);
        EventLine.Write(happened, (_post, NodeEnded: EndedBy(happened)), static (to, line) => to._post.Keep(line.Span, to.NodeEnded));
    }

    private static string? EndedBy(RunEvent happened)
        => happened is NodeFinished or NodeReused or NodeFailed or NodeSkipped or NodeBlocked ? ((NodeEvent)happened).NodeId : null;
}
