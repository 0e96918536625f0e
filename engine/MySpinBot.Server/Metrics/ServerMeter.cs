using System.Diagnostics.Metrics;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Jobs.Telling;
using MySpinBot.Server.Webhooks;
using MySpinBot.Server.Workers;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Metrics;

/// <summary>What the server's own instruments look at.</summary>
/// <param name="Factory">Makes meters.</param>
/// <param name="Desk">Has the jobs.</param>
/// <param name="Watch">Has the worker.</param>
/// <param name="Streams">Counts live streams.</param>
/// <param name="Webhooks">Makes calls.</param>
internal sealed record MeterSources(IMeterFactory Factory, JobDesk Desk, WorkerWatch Watch, LiveStreams Streams, WebhookLines Webhooks);

/// <summary>The server's own instruments. Jobs and steps are counted by their kept events, as these are told; everything else is looked at when somebody asks.</summary>
internal sealed class ServerMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "MySpinBot";

    /// <summary>The histograms.</summary>
    public const string Step = "myspinbot.step.duration", Took = "myspinbot.job.duration", Waited = "myspinbot.job.wait.duration";

    /// <summary>So many types of nodes are told apart; the rest is <c>other</c>.</summary>
    private const int MostTypes = 500;

    private readonly ServerOptions _options;
    private readonly Counter<long> _accepted, _ended, _hits, _ran, _failed, _told, _strikes, _losses, _calls;
    private readonly Histogram<double> _step, _took, _waited;
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly IDisposable _listening;

    /// <summary>Measures from now on.</summary>
    public ServerMeter(ServerOptions options, MeterSources sources)
    {
        _options = options;
        var meter = sources.Factory.Create(Name, BuildFacts.Version);
        _accepted = meter.CreateCounter<long>("myspinbot.jobs.accepted", "{job}", "Jobs that were accepted.");
        _ended = meter.CreateCounter<long>("myspinbot.jobs.ended", "{job}", "Jobs that ended, by how.");
        _losses = meter.CreateCounter<long>("myspinbot.jobs.worker_losses", "{job}", "Jobs that lost their worker.");
        _strikes = meter.CreateCounter<long>("myspinbot.worker.strikes", "{call}", "Calls that were running when a worker died.");
        _hits = meter.CreateCounter<long>("myspinbot.cache.hits", "{step}", "Steps whose results were known, by how they were found.");
        _ran = meter.CreateCounter<long>("myspinbot.cache.misses", "{step}", "Steps that ran, by why.");
        _failed = meter.CreateCounter<long>("myspinbot.steps.failed", "{step}", "Steps that failed.");
        _told = meter.CreateCounter<long>("myspinbot.events.published", "{event}", "Events of jobs that were told: stored ones, and transient ones.");
        _calls = meter.CreateCounter<long>("myspinbot.webhooks.calls", "{call}", "Tries of webhooks' calls, by what became of them.");
        _step = meter.CreateHistogram<double>(Step, "s", "How long steps took that ran, by the type of their node.");
        _took = meter.CreateHistogram<double>(Took, "s", "How long jobs took from their acceptance to their end, by how they ended.");
        _waited = meter.CreateHistogram<double>(Waited, "s", "How long jobs waited for their first turn.");
        new ObservedState(options, sources).AddTo(meter);
        BeginAtZero();
        sources.Webhooks.Called += state => _calls.Add(1, new KeyValuePair<string, object?>("outcome", WordOf(state)));
        _listening = sources.Desk.Feeds.Listen(Hear);
    }

    public void Dispose() => _listening.Dispose();

    // What has not happened yet is shown as never having happened: the first time is an increase then, too.
    private void BeginAtZero()
    {
        foreach (var counter in new[] { _accepted, _losses, _strikes, _failed })
        {
            counter.Add(0);
        }

        foreach (var outcome in new[] { "succeeded", "failed", "cancelled" })
        {
            _ended.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }

        foreach (var outcome in new[] { "delivered", "failed", "given_up" })
        {
            _calls.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private void Hear(Job job, IReadOnlyList<JobNews> news)
    {
        var stored = 0;
        for (var i = 0; i < news.Count; i++)
        {
            if (news[i] is StoredNews told)
            {
                stored++;
                Count(job, told);
            }
        }

        if (stored > 0)
        {
            _told.Add(stored, new KeyValuePair<string, object?>("kind", "stored"));
        }

        if (stored < news.Count)
        {
            _told.Add(news.Count - stored, new KeyValuePair<string, object?>("kind", "transient"));
        }
    }

    private void Count(Job job, StoredNews told)
    {
        var json = told.Json.Span;
        switch (EventKinds.Of(json))
        {
            case EventKind.JobQueued when told.Number == 1:
                _accepted.Add(1);
                break;
            case EventKind.JobBegan when job.Attempts <= 1:
                _waited.Record(Since(job.AcceptedAt));
                break;
            case EventKind.JobFinished:
                var outcome = new KeyValuePair<string, object?>("outcome", WordOf(job.State));
                _ended.Add(1, outcome);
                _took.Record(Since(job.AcceptedAt), outcome);
                break;
            case EventKind.WorkerLost:
                _losses.Add(1);
                _strikes.Add(SuspectsIn(json));
                break;
            case EventKind.NodeStarted:
                _ran.Add(1, new KeyValuePair<string, object?>("because", EventFields.Of(json).Because ?? "not_known"));
                break;
            case EventKind.NodeReused:
                _hits.Add(1, new KeyValuePair<string, object?>("because", EventFields.Of(json).Because ?? "same_recipe"));
                break;
            case EventKind.NodeFailed:
                _failed.Add(1);
                break;
            case EventKind.NodeFinished:
                var (type, _, seconds) = EventFields.Of(json);
                _step.Record(seconds, new KeyValuePair<string, object?>("class_type", Bounded(type)));
                break;
        }
    }

    private double Since(DateTimeOffset moment) => Math.Max(0, (_options.Time.GetUtcNow() - moment).TotalSeconds);

    private string Bounded(string? type)
    {
        if (type is null or { Length: > 100 })
        {
            return "other";
        }

        lock (_types)
        {
            return _types.Contains(type) || (_types.Count < MostTypes && _types.Add(type)) ? type : "other";
        }
    }

    private static long SuspectsIn(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonElement.Parse(json).TryGetProperty("suspects", out var suspects) && suspects.ValueKind == JsonValueKind.Array ? suspects.GetArrayLength() : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static string WordOf(DeliveryState state) => state switch { DeliveryState.Delivered => "delivered", DeliveryState.GivenUp => "given_up", _ => "failed" };

    private static string WordOf(JobState state) => state switch { JobState.Succeeded => "succeeded", JobState.Failed => "failed", _ => "cancelled" };
}
