using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>A worker in this process, without plugins: each job is one node 'show' of type Show that shows a text, at once or when the test says so.</summary>
internal sealed class ToyWorker : IWorkerLine
{
    private readonly ConcurrentDictionary<Guid, bool> _held = new();

    public IWorkerListener Listener { get; set; } = null!;

    /// <summary>Whether jobs wait for <see cref="Finish"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>What is told of each run's ground when it ends; null for nothing.</summary>
    public RunRecorded? Recorded { get; set; }

    /// <summary>What is wrong with graphs that have to run as another did.</summary>
    public IReadOnlyList<GraphProblem> Differences { get; set; } = [];

    /// <summary>The terms of the job that was begun last.</summary>
    public JobTerms? Terms { get; private set; }

    public bool IsReady => true;

    public bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes)
    {
        switch (command)
        {
            case StartJob start:
                (_held[start.Job], Terms) = (true, start.Terms);
                Task.Run(() => Begin(start.Job));
                break;
            case CancelJob cancel:
                Task.Run(() => End(cancel.Job, RunOutcome.Cancelled, "It was cancelled."));
                break;
        }

        return true;
    }

    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<GraphProblem>?>(terms.Strict is null ? [] : Differences);

    public void Replace(string why)
    {
    }

    public void Finish(Guid job) => End(job, RunOutcome.Succeeded, null);

    public void Fail(Guid job) => End(job, RunOutcome.Failed, "Node 'show' failed.");

    public void Progress(Guid job, double done) => Listener.JobPassed(new JobPassed(job, "show"), Json(new ProgressReported("show", 0, done, 10, null)));

    public void Write(Guid job, long offset, string text) => Listener.JobPassed(new JobPassed(job, "show"), Json(new TextStreamed("show", 0, offset, text)));

    public void Preview(Guid job) => Listener.JobPreviewed(new JobPreviewed(job, "show"), new byte[] { 0xFF, 0xD8, 0xFF });

    private void Begin(Guid job)
    {
        Tell(job, null, new RunStarted(1, DateTimeOffset.UnixEpoch), new NodeStarted("show", "Show", "Show", 1, RunReason.NotKnown));
        if (!Holds)
        {
            Finish(job);
        }
    }

    private void End(Guid job, RunOutcome outcome, string? reason)
    {
        if (!_held.TryRemove(job, out _))
        {
            return;
        }

        RunEvent end = outcome == RunOutcome.Failed
            ? new NodeFailed("show", "Show", 0, "Node 'show' failed.")
            : new NodeFinished("show", "Show", 0.25, JsonElement.Parse($$"""{"text": ["hello"], "images": [{"filename": "a b.png", "type": "output", "artifact": "{{new string('a', 64)}}"}]}"""));
        RunEvent[] last = Recorded is { } recorded ? [end, new RunFinished(outcome, 1, 0, 0, 0, 0.25), recorded] : [end, new RunFinished(outcome, 1, 0, 0, 0, 0.25)];
        Tell(job, new JobEnd(outcome, reason), last);
    }

    private void Tell(Guid job, JobEnd? end, params RunEvent[] events)
        => Listener.JobTold(new JobTold(job, end), Encoding.UTF8.GetBytes(string.Join('\n', events.Select(told => JsonSerializer.Serialize(told, MessageJson.Options)))));

    private static byte[] Json(RunEvent told) => JsonSerializer.SerializeToUtf8Bytes(told, MessageJson.Options);
}
