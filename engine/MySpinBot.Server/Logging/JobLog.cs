using Microsoft.Extensions.Logging;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Jobs.Telling;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Logging;

/// <summary>Logs what becomes of jobs: that one failed or lost its worker is for everybody who runs a server, that one came and went for those who look closely.</summary>
internal sealed class JobLog : IDisposable
{
    private readonly ServerOptions _options;
    private readonly JobTraces? _traces;
    private readonly IDisposable _listening;

    /// <summary>Listens from now on.</summary>
    public JobLog(ServerOptions options, JobFeeds feeds, JobTraces? traces)
    {
        (_options, _traces) = (options, traces);
        _listening = feeds.Listen(Hear);
    }

    public void Dispose() => _listening.Dispose();

    private void Hear(Job job, IReadOnlyList<JobNews> news)
    {
        for (var i = 0; i < news.Count; i++)
        {
            if (news[i] is StoredNews stored && EntryOf(job, stored) is { } entry)
            {
                _options.Say(entry with { Job = job.Id, Owner = job.Owner, Trace = _traces?.TraceOf(job.Id) });
            }
        }
    }

    private LogEntry? EntryOf(Job job, StoredNews news) => EventKinds.Of(news.Json.Span) switch
    {
        EventKind.JobQueued when Hears(LogLevel.Debug) => new LogEntry(LogLevel.Debug, "job_queued", $"Job {job.Id} waits for its turn."),
        EventKind.JobBegan when Hears(LogLevel.Debug) => new LogEntry(LogLevel.Debug, "job_began", $"Job {job.Id} began."),
        EventKind.JobFinished when job.State == JobState.Succeeded => Hears(LogLevel.Debug) ? new LogEntry(LogLevel.Debug, "job_finished", $"Job {job.Id} succeeded.") : null,
        EventKind.JobFinished when Hears(LogLevel.Information) => new LogEntry(LogLevel.Information, "job_finished", $"Job {job.Id} {(job.State == JobState.Failed ? "failed" : "was cancelled")}: {job.Reason}"),
        EventKind.NodeFailed when Hears(LogLevel.Information) && EventReading.Read(news.Json.Span) is NodeFailed failed
            => new LogEntry(LogLevel.Information, "node_failed", $"Node {Shown.Name(failed.NodeId)} ({Shown.Plain(failed.ClassType)}) of job {job.Id} failed: {failed.Sentence}") { Node = failed.NodeId },
        EventKind.WorkerLost when Hears(LogLevel.Warning) && EventReading.Read(news.Json.Span) is WorkerLost lost
            => new LogEntry(LogLevel.Warning, "worker_lost", $"Job {job.Id} lost its worker: {lost.Sentence}") { Node = lost.Suspects.Count > 0 ? lost.Suspects[0].NodeId : null },
        _ => null,
    };

    private bool Hears(LogLevel level) => _options.Hears(level);
}
