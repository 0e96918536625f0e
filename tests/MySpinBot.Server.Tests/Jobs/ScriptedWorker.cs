using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Tests.Jobs;

/// <summary>A worker that does what the test says, so that the test decides what comes when.</summary>
internal sealed class ScriptedWorker : IWorkerLine
{
    private readonly Lock _gate = new();
    private readonly List<WorkerCommand> _commands = [];

    public IWorkerListener Listener { get; set; } = null!;

    public bool IsReady { get; private set; }

    /// <summary>Done when a job is sent; on the sender's thread.</summary>
    public Action<StartJob>? OnStart { get; set; }

    public List<string> Replaced { get; } = [];

    public IReadOnlyList<GraphProblem>? Problems { get; set; }

    public int Checks { get; private set; }

    public ImmutableArray<WorkerCommand> Commands
    {
        get
        {
            lock (_gate)
            {
                return [.. _commands];
            }
        }
    }

    public IEnumerable<StartJob> Started => Commands.OfType<StartJob>();

    public bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes)
    {
        if (!IsReady)
        {
            return false;
        }

        lock (_gate)
        {
            _commands.Add(command);
        }

        if (command is StartJob start)
        {
            OnStart?.Invoke(start);
        }

        return IsReady;
    }

    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation)
    {
        Checks++;
        return Task.FromResult(Problems);
    }

    public void Replace(string why) => Replaced.Add(why);

    public void Ready()
    {
        IsReady = true;
        Listener.WorkerReady();
    }

    public void Tell(Guid job, params RunEvent[] events) => Listener.JobTold(new JobTold(job, null), Lines(events));

    public void End(Guid job, RunOutcome outcome = RunOutcome.Succeeded, string? reason = null, bool leftBehind = false, params RunEvent[] events)
        => Listener.JobTold(new JobTold(job, new JobEnd(outcome, reason, LeftBehind: leftBehind)), Lines(events));

    public void Progress(Guid job, string node, double done) => Listener.JobPassed(new JobPassed(job, node), Lines([new ProgressReported(node, 0, done, 10, null)]));

    public void Write(Guid job, string node, long offset, string text, int call = 0) => Listener.JobPassed(new JobPassed(job, node), Lines([new TextStreamed(node, call, offset, text)]));

    /// <summary>The worker takes nothing more, and nobody has noticed yet.</summary>
    public void Vanish() => IsReady = false;

    /// <summary>The worker dies in these calls.</summary>
    public void Die(params (Guid Job, string Node, int Call)[] calls) => Lose(new WorkerLoss("was killed by signal 11 (SIGSEGV)", IsAccident: true, [.. calls]));

    public void Lose(WorkerLoss loss)
    {
        IsReady = false;
        Listener.WorkerLost(loss);
    }

    public static NodeFinished Finished(string node, double seconds = 0) => new(node, "Toy", seconds, null);

    private static byte[] Lines(RunEvent[] events) => Encoding.UTF8.GetBytes(string.Join('\n', events.Select(told => JsonSerializer.Serialize(told, MessageJson.Options))));
}
