using MySpinBot.Server;

namespace MySpinBot.Cli.Configuring;

/// <summary>All settings, in the order in which they are shown. Each stands here once.</summary>
internal static partial class Settings
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Setting<string?> Listen { get; } = new("server.listen", Forms.ListenAddress, "The address to listen at: 127.0.0.1 for this machine only, 0.0.0.0 for all of its addresses. Others than this machine need a key: see 'myspinbot keys'.")
    {
        Flag = "--listen", Default = "127.0.0.1", Bare = "0.0.0.0",
    };

    public static Setting<int?> Port { get; } = new("server.port", Forms.Whole("a port", 0, 65535), "The port; 0 for any that is free.") { Flag = "--port", Default = "8188" };

    public static Setting<IReadOnlyList<string>> HostNames { get; } = new("server.host_names", Forms.HostNames, "Names by which the server may be called, beside its addresses.") { Flag = "--host-name" };

    public static Setting<IReadOnlyList<string>> Origins { get; } = new("server.origins", Forms.Origins, "Origins (http://host:port) whose web pages may use the server.") { Flag = "--origin" };

    public static Setting<string?> Data { get; } = new("folders.data", Forms.Folder, "Folder with jobs, uploads and results.")
    {
        Flag = "--data", ShortVariable = "MYSPINBOT_DATA", Otherwise = "`$XDG_DATA_HOME/myspinbot`, else `~/.local/share/myspinbot`",
    };

    public static Setting<string?> Input { get; } = new("folders.input", Forms.Folder, "Folder that graphs read from and uploads go to.") { Flag = "--input-directory", Otherwise = "`input` in the data folder" };

    public static Setting<string?> Output { get; } = new("folders.output", Forms.Folder, "Folder that graphs save to.") { Flag = "--output-directory", Otherwise = "`output` in the data folder" };

    public static Setting<string?> Temp { get; } = new("folders.temp", Forms.Folder, "Folder for what is needed for a while only; emptied at the start.") { Flag = "--temp-directory", Otherwise = "`temp` in the data folder" };

    public static Setting<string?> ModelFolder { get; } = new("models.folder", Forms.Folder, "Folder of models, with a folder for each kind, as ComfyUI has them.") { ShortVariable = "MYSPINBOT_MODELS", Otherwise = "`models` in the data folder" };

    public static Setting<string?> ModelPathsFile { get; } = new("models.paths_file", Forms.File, "A file extra_model_paths.yaml, as ComfyUI reads it: folders with models beside the usual one.") { Flag = "--extra-model-paths-config" };

    public static Setting<IReadOnlyList<string>> ModelManifests { get; } = new("models.manifests", Forms.Files, "Files beside the built-in one that say where models can be had.") { Flag = "--model-manifest" };

    public static Setting<IReadOnlyList<string>> ModelHosts { get; } = new("models.allowed_hosts", Forms.AllowedHosts, "Hosts that models may be pulled from though their addresses are private or this machine's.") { Flag = "--model-host" };

    public static Setting<string?> Cache { get; } = new("cache.folder", Forms.Folder, "Folder that results are kept in.")
    {
        Flag = "--cache", ShortVariable = "MYSPINBOT_CACHE", Otherwise = "`$XDG_CACHE_HOME/myspinbot`, else `~/.cache/myspinbot`",
    };

    public static Setting<long?> CacheBytes { get; } = new("cache.bytes", Forms.Bytes, "How much is kept in the cache; what is least worth it goes when a run is over.") { Default = "20GB" };

    public static Setting<string?> CacheMode { get; } = new("cache.mode", CacheModes.Form, "How results are kept: 'store' keeps them on disk until there is no room; the others keep them as ComfyUI does, in memory only.")
    {
        Default = CacheModes.Store,
        Shorthands =
        [
            new("--cache-classic", "Keep results as ComfyUI does by default: those of the last graph, in memory only.", CacheModes.Classic),
            new("--cache-lru", "Keep results as ComfyUI does with this option: the N that were used last, in memory only.", CacheModes.Lru, "N", "how many results, from 0 to 1000000"),
            new("--cache-none", "Keep no results: every node of a graph runs each time.", CacheModes.None),
        ],
    };

    public static Setting<IReadOnlyDictionary<string, long>?> Memory { get; } = new("memory.budget", Forms.Budgets, "Memory for models and their work: of the host, or of devices by name (cpu=8GB,cuda:0=20GB).")
    {
        Flag = "--memory-budget", Otherwise = "what is there at the start, less a reserve",
    };

    public static Setting<string> Device { get; } = new("memory.device", Forms.Device, "Where models run: 'auto' takes accelerators where there are any, 'cpu' none; 'cuda' and 'cuda:1' take nothing else.") { Flag = "--device", Default = "auto" };

    public static Setting<bool> CpuOnly { get; } = new("memory.cpu_only", Forms.Switch, "Use no accelerator, whatever else is said.") { Flag = "--cpu", Default = "false" };

    public static Setting<string?> Plugins { get; } = new("plugins.file", Forms.File, "The list of plugins.") { ShortVariable = "MYSPINBOT_PLUGINS", Otherwise = "`plugins.json` of this installation" };

    public static Setting<int?> JobsAtOnce { get; } = new("jobs.at_once", Forms.Whole("a number", 1, 64), "How many jobs run at once; their steps share the machine.") { Flag = "--jobs", Default = "4" };

    public static Setting<int?> QueuedJobs { get; } = new("jobs.waiting", Forms.Whole("a number", 1, 1_000_000), "How many jobs may wait, of all owners.") { Flag = "--max-queue-size", Default = "20000" };

    public static Setting<TimeSpan?> Grace { get; } = new("jobs.grace", Forms.Time(TimeSpan.Zero, TimeSpan.FromHours(1)), "How long a step may go on once it was told to stop; then it is ended with its worker.") { Flag = "--grace", Default = "10" };

    public static Setting<TimeSpan?> Drain { get; } = new("jobs.drain", Forms.Time(TimeSpan.Zero, Day), "How long running jobs may go on when the server is told to stop; nothing new begins meanwhile. What is not done then goes on at the next start.") { Flag = "--drain", Default = "0" };

    public static Setting<TimeSpan?> RetentionAge { get; } = new("retention.age", Forms.Time(TimeSpan.FromMinutes(1), 36_500 * Day), "So long after its end a job is forgotten.") { Otherwise = "never" };

    public static Setting<int?> RetentionJobs { get; } = new("retention.jobs", Forms.Whole("a number", 0, 100_000_000), "So many ended jobs of an owner are kept, the latest.") { Otherwise = "any number" };

    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All => InOrder.All;

    /// <summary>Those that commands which run graphs themselves heed, too.</summary>
    public static IReadOnlyList<Setting> OfEngines => InOrder.OfEngines;

    // A class of its own: what is listed is there before the list is made, in whichever file it stands.
    private static class InOrder
    {
        public static IReadOnlyList<Setting> All { get; } =
        [
            Listen, Port, HostNames, Origins,
            Data, Input, Output, Temp,
            ModelFolder, ModelPathsFile, ModelManifests, ModelHosts,
            Cache, CacheBytes, CacheMode,
            Memory, Device, CpuOnly, Plugins,
            JobsAtOnce, QueuedJobs, Grace, Drain,
            RetentionAge, RetentionJobs,
            TargetServers, TargetKeys, TargetPatience, TargetRetries, TargetsHere,
            WebhookHosts, WebhookAttempts, WebhookTimeout, WebhookBackoff,
            PreviewsAtOnce, PreviewsWaiting, PreviewTime, PreviewMemory, PreviewsKept,
            WorkerStart, WorkerAnswer,
            LogFormat, LogLevel, Metrics, TraceEndpoint, TraceHeaders,
            BodyBytes, UploadBytes, Connections, AnswersAtOnce, WaitingAnswers, Streams, StreamBytes, AllStreamsBytes, EventsOfAJob, FreeDiskBytes,
            ResumableBytes, ResumableUploads, ResumableBytesOfAnOwner, ResumablePatience,
        ];

        public static IReadOnlyList<Setting> OfEngines { get; } = [Cache, CacheBytes, Memory, Device, CpuOnly, Plugins, ModelFolder, ModelPathsFile, TargetServers, TargetKeys, TargetPatience, TargetRetries, TargetsHere];
    }
}
