using MySpinBot.Server;

namespace MySpinBot.Cli.Configuring;

// Whom the server calls, what it tells of itself, and how much of what it takes.
internal static partial class Settings
{
    public static Setting<IReadOnlyList<string>> WebhookHosts { get; } = new("webhooks.allowed_hosts", Forms.AllowedHosts, "Hosts that webhooks may call though their addresses are private or this machine's.") { Flag = "--webhook-host" };

    public static Setting<IReadOnlyList<TargetText>> TargetServers { get; } = new("targets.servers", Forms.Targets, "Other servers that language models of graphs and requests may run on; they name them by these names, and never by addresses.") { Flag = "--target" };

    public static Setting<IReadOnlyDictionary<string, string>> TargetKeys { get; } = new("targets.keys", Forms.TargetKeys, "The keys that they want.") { IsSecret = true };

    public static Setting<IReadOnlyDictionary<string, TimeSpan>> TargetPatience { get; } = new("targets.patience", Forms.OfTargets(Forms.Time(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))), "How long an answer may take to begin, and then each piece of it.") { Default = "2m" };

    public static Setting<IReadOnlyDictionary<string, int>> TargetRetries { get; } = new("targets.retries", Forms.OfTargets(Forms.Whole("a number", 0, 10)), "How often they are asked again when they cannot be reached or are too busy.") { Default = "2" };

    public static Setting<IReadOnlyList<string>> TargetsHere { get; } = new("targets.here", Forms.TargetNames, "Those of kind ollama that compute on this machine: their models count among what is in memory here, and go when something else needs the room.") { Otherwise = "none of them" };

    public static Setting<int?> WebhookAttempts { get; } = new("webhooks.attempts", Forms.Whole("a number", 1, 100), "How often a webhook's call is tried.") { Default = "8" };

    public static Setting<TimeSpan?> WebhookTimeout { get; } = new("webhooks.timeout", Forms.Time(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)), "How long one try may take.") { Default = "10" };

    public static Setting<TimeSpan?> WebhookBackoff { get; } = new("webhooks.backoff", Forms.Time(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(12)), "How long after a try that failed the next one is; five times as long after each, 12 hours at most.") { Default = "5" };

    public static Setting<TimeSpan?> WorkerStart { get; } = new("worker.start_timeout", Forms.Time(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "How long a worker may take until it is ready; then it is ended, and another one started.") { Default = "120" };

    public static Setting<TimeSpan?> WorkerAnswer { get; } = new("worker.answer_timeout", Forms.Time(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)), "How long a worker may say nothing; then it is ended, and another one started.") { Default = "30" };

    public static Setting<string> LogFormat { get; } = new("log.format", Forms.OneOf("text", "json"), "How the log is written to standard error: lines for people, or one JSON object a line.") { Default = "text" };

    public static Setting<string> LogLevel { get; } = new("log.level", Forms.OneOf("debug", "info", "warning", "error"), "The least that is logged; 'debug' tells each request and each job.") { Default = "info" };

    public static Setting<string> Metrics { get; } = new("metrics.access", Forms.OneOf("keys", "open", "off"), "Who may read /metrics: 'keys' as all else (this machine, and whoever has a key), 'open' everybody, 'off' nobody.") { Default = "keys" };

    public static Setting<Uri?> TraceEndpoint { get; } = new("traces.endpoint", Forms.WebAddress, "Where traces are sent: an OTLP receiver over HTTP, such as http://127.0.0.1:4318.") { Otherwise = "nowhere" };

    public static Setting<string?> TraceHeaders { get; } = new("traces.headers", Forms.Headers, "Headers that are sent with traces, for receivers that want to know who sends.") { IsSecret = true };

    public static Setting<long?> BodyBytes { get; } = new("limits.body_bytes", Forms.Bytes, "Bytes of a request's body, uploads excepted.") { Default = "32MB" };

    public static Setting<long?> UploadBytes { get; } = new("limits.upload_bytes", Forms.Bytes, "Bytes of an upload.") { Default = "4GB" };

    public static Setting<int?> Connections { get; } = new("limits.connections", Forms.Whole("a number", 1, 100_000), "Requests at once.") { Default = "2000" };

    public static Setting<int?> AnswersAtOnce { get; } = new("limits.answers", Forms.Whole("a number", 1, 1_000), "Answers of language models, asked for at /v1, that are written at once.") { Default = "64" };

    public static Setting<int?> WaitingAnswers { get; } = new("limits.waiting_answers", Forms.Whole("a number", 0, 100_000), "Such answers that wait for their turn; more are refused.") { Default = "256" };

    public static Setting<int?> Streams { get; } = new("limits.streams", Forms.Whole("a number", 1, 100_000), "Live streams (WebSockets, server-sent events, SignalR) at once.") { Default = "500" };

    public static Setting<long?> StreamBytes { get; } = new("limits.stream_bytes", Small(1L << 30), "Bytes that wait for one stream's reader before transient news, and then the stream, are dropped.") { Default = "2MB" };

    public static Setting<long?> AllStreamsBytes { get; } = new("limits.all_streams_bytes", Forms.Bytes, "Bytes that wait for the readers of all streams together.") { Default = "128MB" };

    public static Setting<int?> EventsOfAJob { get; } = new("limits.events_of_a_job", Forms.Whole("a number", 100, 100_000_000), "Kept events of one job.") { Default = "2000000" };

    public static Setting<long?> FreeDiskBytes { get; } = new("limits.free_disk_bytes", Forms.Bytes, "Bytes that must stay free on the disk: below it, new work is refused.") { Default = "64MB" };

    public static Setting<long?> ResumableBytes { get; } = new("limits.resumable_bytes", Forms.Bytes, "Bytes of an upload that comes in several requests.") { Default = "16GB" };

    public static Setting<int?> ResumableUploads { get; } = new("limits.resumable_uploads", Forms.Whole("a number", 1, 10_000), "Uploads of one owner that have begun and are not complete.") { Default = "32" };

    public static Setting<long?> ResumableBytesOfAnOwner { get; } = new("limits.resumable_bytes_of_an_owner", Forms.Bytes, "Bytes of these together.") { Default = "64GB" };

    public static Setting<TimeSpan?> ResumablePatience { get; } = new("limits.resumable_patience", Forms.Time(TimeSpan.FromSeconds(1), TimeSpan.FromDays(365)), "How long an upload of which nothing comes is kept.") { Default = "1d" };

    public static Setting<int?> PreviewsAtOnce { get; } = new("previews.at_once", Forms.Whole("a number", 1, 64), "How many previews are made at once, each in a process of its own.") { Default = "2" };

    public static Setting<int?> PreviewsWaiting { get; } = new("previews.waiting", Forms.Whole("a number", 0, 100_000), "How many may wait for their turn.") { Default = "64" };

    public static Setting<TimeSpan?> PreviewTime { get; } = new("previews.time_limit", Forms.Time(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "How long one may take; then its process is ended.") { Default = "30" };

    public static Setting<long?> PreviewMemory { get; } = new("previews.memory", Forms.Bytes, "Memory that such a process, and each program that it starts, may write to.") { Default = "2560MB" };

    public static Setting<long?> PreviewsKept { get; } = new("previews.kept_bytes", Forms.Bytes, "How much is kept on the disk of what was made; what was not asked for longest goes first.") { Default = "1GB" };

    private static Form<long?> Small(long most) => Forms.Bytes with
    {
        Takes = $"an amount like 2MB or 500000, up to {Surrounding.ByteSize.Write(most)}",
        TryRead = (texts, out value) => Forms.Bytes.TryRead(texts, out value) && value <= most,
    };
}
