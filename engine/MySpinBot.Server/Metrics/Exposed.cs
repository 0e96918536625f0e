using MySpinBot.Server.OpenAi;

namespace MySpinBot.Server.Metrics;

/// <summary>An instrument that is shown, and how.</summary>
/// <param name="Instrument">Its name.</param>
/// <param name="Labels">The tags that become labels, each with the label's name. All others are left out, and what differs only in them is added up.</param>
/// <param name="Bounds">Upper bounds of a histogram's buckets, rising; null for none.</param>
internal sealed record Exposed(string Instrument, IReadOnlyList<(string Tag, string Label)> Labels, IReadOnlyList<double>? Bounds = null)
{
    /// <summary>So many sets of labels of one instrument are kept apart; what comes beyond them is shown as one, called <c>other</c>.</summary>
    public const int MostSeries = 1_000;

    private static readonly double[] OfRequests = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] OfSteps = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800];
    private static readonly double[] OfJobs = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800, 7_200];

    private static readonly double[] OfAnswers = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] OfTokens = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

    private static readonly Exposed[] Listed =
    [
        // The web server's.
        new("http.server.request.duration", [("http.request.method", "method"), ("http.route", "route"), ("http.response.status_code", "status")], OfRequests),
        new("http.server.active_requests", [("http.request.method", "method")]),
        new("kestrel.active_connections", []),
        new("kestrel.queued_connections", []),

        // The runtime's.
        new("dotnet.gc.collections", [("gc.heap.generation", "generation")]),
        new("dotnet.gc.pause.time", []),
        new("dotnet.gc.last_collection.heap.size", [("gc.heap.generation", "generation")]),

        // Ours.
        new(ServerMeter.Step, [("class_type", "class_type")], OfSteps),
        new(ServerMeter.Took, [("outcome", "outcome")], OfJobs),
        new(ServerMeter.Waited, [], OfJobs),
        new(AnswerMeter.FirstToken, [("model", "model")], OfAnswers),
        new(AnswerMeter.EachToken, [("model", "model")], OfTokens),
        Labelled("myspinbot.language.requests", "operation", "outcome"),
        Labelled("myspinbot.language.prompt_tokens", "model"),
        Labelled("myspinbot.language.reused_tokens", "model"),
        Labelled("myspinbot.language.written_tokens", "model"),
        Labelled("myspinbot.jobs", "state"),
        Labelled("myspinbot.jobs.ended", "outcome"),
        Labelled("myspinbot.webhooks.calls", "outcome"),
        Labelled("myspinbot.cache.hits", "because"),
        Labelled("myspinbot.cache.misses", "because"),
        Labelled("myspinbot.events.published", "kind"),
        Labelled("myspinbot.disk.free", "folder"),
        Labelled("myspinbot.device.memory.budget", "device"),
        Labelled("myspinbot.device.memory.held", "device"),
        Labelled("myspinbot.device.leases", "device"),
        Labelled("myspinbot.build.info", "version", "runtime"),
    ];

    private static readonly Dictionary<string, Exposed> ByName = Listed.ToDictionary(each => each.Instrument, StringComparer.Ordinal);

    /// <summary>How an instrument is shown; null where it is not. Those of the server itself are shown, listed or not.</summary>
    public static Exposed? Find(string meter, string instrument)
        => ByName.TryGetValue(instrument, out var listed) ? listed
            : meter == ServerMeter.Name ? new Exposed(instrument, [])
            : null;

    private static Exposed Labelled(string instrument, params string[] labels) => new(instrument, [.. labels.Select(label => (label, label))]);
}
