using Microsoft.Extensions.Logging;
using MySpinBot.Server.Logging;

namespace MySpinBot.Server;

/// <summary>What a server is told when it starts. Everything it may touch is named here.</summary>
public sealed record ServerOptions
{
    /// <summary>Where jobs, settings, kept artifacts and users' files are.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What graphs read files from; uploads go here.</summary>
    public required string InputFolder { get; init; }

    /// <summary>What graphs save to.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>What is needed for a while only; emptied at the start.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Folders with models, by kind (<c>checkpoints</c>, <c>loras</c>, …), first come first served.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ModelFolders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where it listens: an IP address, <c>localhost</c>, or <c>0.0.0.0</c> for all.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 8188;

    /// <summary>How the worker is started.</summary>
    public required WorkerLaunch Worker { get; init; }

    /// <summary>How long is waited for the worker.</summary>
    public WorkerPatience WorkerPatience { get; init; } = new();

    /// <summary>How many jobs run at once; their steps share the lanes.</summary>
    public int JobsAtOnce { get; init; } = 4;

    /// <summary>How long a step that was told to stop may go on before it is ended with its worker.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A file with the hashes of API keys, for whoever uses the server from elsewhere; null for none. It need not be there.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Names by which the server may be called beside its addresses and <c>localhost</c> (the Host header).</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Web pages of other origins that may use the server (the Origin header).</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>How much of what is taken.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Whom the server calls when something became of a job.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>How long jobs that have ended are kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long a server that is told to stop lets running jobs go on; nothing new begins meanwhile.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.Zero;

    /// <summary>How the process is started that makes small pictures of files: previews of images, sound and video. Null where there is none: then there are no previews.</summary>
    public WorkerLaunch? Previewer { get; init; }

    /// <summary>What previews may take.</summary>
    public PreviewOptions Previews { get; init; } = new();

    /// <summary>The folder in which the worker keeps results, where that is known: what it takes is told with the rest of the storage.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Files beside the built-in one that say where models can be had.</summary>
    public IReadOnlyList<string> ModelManifests { get; init; } = [];

    /// <summary>Hosts that models may be pulled from though their addresses are private or this machine's: <c>name</c>, <c>name:port</c>, <c>10.0.0.0/8</c>.</summary>
    public IReadOnlyList<string> ModelHosts { get; init; } = [];

    /// <summary>Where traces are sent (OTLP over HTTP); null for nowhere.</summary>
    public Uri? TraceEndpoint { get; init; }

    /// <summary>Headers that are sent with traces: <c>name=value,name=value</c>; null for none. A secret.</summary>
    public string? TraceHeaders { get; init; }

    /// <summary>Who may read <c>/metrics</c>.</summary>
    public MetricsAccess Metrics { get; init; } = MetricsAccess.Keys;

    /// <summary>The command line, as people see it in ComfyUI's <c>system_stats</c>.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told, from any thread, in whole sentences, what whoever runs the server should know.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Told, from any thread, what is worth logging, with what it is about; null for nobody: then sentences are reported.</summary>
    public Action<LogEntry>? Log { get; init; }

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}

/// <summary>Who may read what the server tells of itself.</summary>
public enum MetricsAccess
{
    /// <summary>Whoever may use it: this machine, and those who have a key.</summary>
    Keys,

    /// <summary>Everybody.</summary>
    Open,

    /// <summary>Nobody.</summary>
    Off,
}

/// <summary>How a worker process is started. It speaks <see cref="Core.Messages.Working"/> over its standard input and output.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">What it is told.</param>
/// <param name="RunningCallsFile">The file in which it notes the calls it is in; it is told of it by <paramref name="Arguments"/>.</param>
public sealed record WorkerLaunch(string File, IReadOnlyList<string> Arguments, string RunningCallsFile)
{
    /// <summary>Variables that it gets beside the server's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}

/// <summary>How long is waited for a worker before it is ended.</summary>
public sealed record WorkerPatience
{
    /// <summary>Until it is ready, from its start.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Between two questions whether it lives.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without any answer to them.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until it has ended, from when it is asked to.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Whom the server calls. It reaches no private address that is not named here.</summary>
public sealed record WebhookOptions
{
    /// <summary>Hosts that may be called though their addresses are private or this machine's: <c>name</c>, <c>name:port</c>, <c>10.0.0.0/8</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How often a call is tried.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>How long after a try that failed the next one is; five times as long after each, 12 hours at most.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What previews may take: of the machine while they are made, and of the disk.</summary>
public sealed record PreviewOptions
{
    /// <summary>How many are made at once, each in a process of its own.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>How many may wait for their turn.</summary>
    public int Waiting { get; init; } = 64;

    /// <summary>How long one may take; then its process is ended.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a process waits for the next before it is ended.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Memory that such a process, and each program that it starts, may write to.</summary>
    public long MemoryBytes { get; init; } = 2560L << 20;

    /// <summary>How much is kept on the disk of what was made; what was not asked for longest goes first.</summary>
    public long KeptBytes { get; init; } = 1L << 30;
}

/// <summary>How long jobs that have ended are kept. What nobody says is kept for ever.</summary>
public sealed record RetentionOptions
{
    /// <summary>So long after its end a job is forgotten; null for never.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>So many of an owner are kept at most, the latest; null for any number.</summary>
    public int? Jobs { get; init; }
}

/// <summary>Bounds of what comes from outside. What is over one is refused with a sentence, never cut.</summary>
public sealed record ServerLimits
{
    /// <summary>Bytes of a request's body, uploads excepted.</summary>
    public long BodyBytes { get; init; } = 32L << 20;

    /// <summary>Bytes of an upload.</summary>
    public long UploadBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of an upload that comes in several requests.</summary>
    public long ResumableBytes { get; init; } = 16L << 30;

    /// <summary>Uploads of one owner that have begun and are not complete.</summary>
    public int ResumableUploads { get; init; } = 32;

    /// <summary>Bytes of these together.</summary>
    public long ResumableBytesOfAnOwner { get; init; } = 64L << 30;

    /// <summary>How long an upload of which nothing comes is kept.</summary>
    public TimeSpan ResumablePatience { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Jobs that wait, of all owners.</summary>
    public int QueuedJobs { get; init; } = 20_000;

    /// <summary>Answers of language models (<c>/v1</c>) that are written at once.</summary>
    public int AnswersAtOnce { get; init; } = 64;

    /// <summary>Such answers that wait for their turn.</summary>
    public int WaitingAnswers { get; init; } = 256;

    /// <summary>Requests at once.</summary>
    public int Connections { get; init; } = 2_000;

    /// <summary>Live streams (WebSockets, SSE, SignalR) at once.</summary>
    public int Streams { get; init; } = 500;

    /// <summary>Bytes that wait for one stream's reader before transient news, and then the stream, are dropped.</summary>
    public int StreamBytes { get; init; } = 2 << 20;

    /// <summary>Bytes that wait for the readers of all streams together, beside some that each always may have.</summary>
    public long AllStreamsBytes { get; init; } = 128L << 20;

    /// <summary>Kept events of one job.</summary>
    public int EventsOfAJob { get; init; } = 2_000_000;

    /// <summary>Bytes that must stay free on the disk: below it, new work is refused.</summary>
    public long FreeDiskBytes { get; init; } = 64L << 20;
}
