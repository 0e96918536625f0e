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

    /// <summary>The command line, as people see it in ComfyUI's <c>system_stats</c>.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told, from any thread, in whole sentences, what whoever runs the server should know.</summary>
    public Action<string> Report { get; init; } = _ => { };
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

/// <summary>Bounds of what comes from outside. What is over one is refused with a sentence, never cut.</summary>
public sealed record ServerLimits
{
    /// <summary>Bytes of a request's body, uploads excepted.</summary>
    public long BodyBytes { get; init; } = 32L << 20;

    /// <summary>Bytes of an upload.</summary>
    public long UploadBytes { get; init; } = 4L << 30;

    /// <summary>Jobs that wait, of all owners.</summary>
    public int QueuedJobs { get; init; } = 20_000;

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
