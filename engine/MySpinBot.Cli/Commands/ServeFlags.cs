using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Server;
using MySpinBot.Server.Files;

namespace MySpinBot.Cli.Commands;

/// <summary>What a server is told: every setting that there is, from its flag, its variable or a file (<see cref="Settings"/>).</summary>
internal sealed class ServeFlags
{
    private readonly SettingFlags _flags = new(Settings.All);

    /// <summary>The data folder, for commands that need nothing else of a server.</summary>
    public static Option<string?> Data { get; } = new("--data") { Description = SettingWords.HelpOf(Settings.Data), HelpName = "DIR" };

    /// <summary>Variables that processes of other people's code and files do not get: secrets of the server are none of their business.</summary>
    private static Dictionary<string, string> Withheld => Settings.All.Where(setting => setting.IsSecret).ToDictionary(setting => setting.Variable, _ => "");

    /// <summary>Adds them to a command.</summary>
    public ServeFlags AddTo(Command command)
    {
        _flags.AddTo(command);
        return this;
    }

    /// <summary>What is configured.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with it.</exception>
    public Configuration Configuration(ParseResult parsed, Surroundings surroundings) => _flags.Read(parsed, surroundings);

    /// <summary>What a server of this configuration is told.</summary>
    /// <exception cref="ServerRefusal">A file that it names cannot be used.</exception>
    public static ServerOptions OptionsOf(Configuration configuration, Surroundings surroundings)
    {
        var (mode, models) = (configuration.Get(Settings.CacheMode)!, Models(configuration, surroundings));
        return new ServerOptions
        {
            DataFolder = configuration.DataFolder,
            InputFolder = configuration.InputFolder,
            OutputFolder = configuration.OutputFolder,
            TempFolder = configuration.TempFolder,
            ModelFolders = models,
            ModelManifests = configuration.Get(Settings.ModelManifests) ?? [],
            ModelHosts = configuration.Get(Settings.ModelHosts) ?? [],
            Address = configuration.Get(Settings.Listen)!,
            Port = configuration.Get(Settings.Port)!.Value,
            Worker = WorkerOf(configuration, mode, models),
            Previewer = new WorkerLaunch(Environment.ProcessPath!, [.. ProgramArguments(), "previewer"], "") { Variables = Withheld },
            Previews = new PreviewOptions
            {
                AtOnce = configuration.Get(Settings.PreviewsAtOnce)!.Value,
                Waiting = configuration.Get(Settings.PreviewsWaiting)!.Value,
                TimeLimit = configuration.Get(Settings.PreviewTime)!.Value,
                MemoryBytes = configuration.Get(Settings.PreviewMemory)!.Value,
                KeptBytes = configuration.Get(Settings.PreviewsKept)!.Value,
            },
            CacheFolder = configuration.CacheFolder,
            WorkerPatience = new WorkerPatience { Start = configuration.Get(Settings.WorkerStart)!.Value, Answer = configuration.Get(Settings.WorkerAnswer)!.Value },
            JobsAtOnce = mode == CacheModes.Store ? configuration.Get(Settings.JobsAtOnce)!.Value : 1,
            Grace = configuration.Get(Settings.Grace)!.Value,
            Drain = configuration.Get(Settings.Drain)!.Value,
            KeysFile = KeysFile(configuration.DataFolder),
            HostNames = configuration.Get(Settings.HostNames) ?? [],
            Origins = configuration.Get(Settings.Origins) ?? [],
            Limits = Limits(configuration),
            Retention = new RetentionOptions { Age = configuration.Get(Settings.RetentionAge), Jobs = configuration.Get(Settings.RetentionJobs) },
            Webhooks = new WebhookOptions
            {
                AllowedHosts = configuration.Get(Settings.WebhookHosts) ?? [],
                Attempts = configuration.Get(Settings.WebhookAttempts)!.Value,
                Timeout = configuration.Get(Settings.WebhookTimeout)!.Value,
                Backoff = configuration.Get(Settings.WebhookBackoff)!.Value,
            },
            TraceEndpoint = configuration.Get(Settings.TraceEndpoint),
            TraceHeaders = configuration.Get(Settings.TraceHeaders),
            Metrics = Enum.Parse<MetricsAccess>(configuration.Get(Settings.Metrics)!, ignoreCase: true),
            LogLevel = LevelOf(configuration.Get(Settings.LogLevel)!),
            Time = surroundings.Time,
        };
    }

    /// <summary>Where jobs are kept.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with the configuration.</exception>
    public static string DataFolder(ParseResult parsed, Surroundings surroundings)
        => parsed.GetValue(Data) is { } given ? Path.GetFullPath(given) : Refused(ConfigurationReading.Read(surroundings, null, [])).DataFolder;

    /// <summary>Where the hashes of keys are kept.</summary>
    public static string KeysFile(string data) => Path.Join(data, "keys");

    private static Configuration Refused(Configuration configuration) => configuration.Faults.Count == 0 ? configuration : throw new ConfigurationRefusal(configuration.Faults);

    private static ServerLimits Limits(Configuration configuration) => new()
    {
        BodyBytes = configuration.Get(Settings.BodyBytes)!.Value,
        UploadBytes = configuration.Get(Settings.UploadBytes)!.Value,
        QueuedJobs = configuration.Get(Settings.QueuedJobs)!.Value,
        Connections = configuration.Get(Settings.Connections)!.Value,
        AnswersAtOnce = configuration.Get(Settings.AnswersAtOnce)!.Value,
        WaitingAnswers = configuration.Get(Settings.WaitingAnswers)!.Value,
        Streams = configuration.Get(Settings.Streams)!.Value,
        StreamBytes = (int)configuration.Get(Settings.StreamBytes)!.Value,
        AllStreamsBytes = configuration.Get(Settings.AllStreamsBytes)!.Value,
        EventsOfAJob = configuration.Get(Settings.EventsOfAJob)!.Value,
        FreeDiskBytes = configuration.Get(Settings.FreeDiskBytes)!.Value,
        ResumableBytes = configuration.Get(Settings.ResumableBytes)!.Value,
        ResumableUploads = configuration.Get(Settings.ResumableUploads)!.Value,
        ResumableBytesOfAnOwner = configuration.Get(Settings.ResumableBytesOfAnOwner)!.Value,
        ResumablePatience = configuration.Get(Settings.ResumablePatience)!.Value,
    };

    // The worker reads no file and no settings of its own: it is told.
    private static WorkerLaunch WorkerOf(Configuration configuration, string mode, IReadOnlyDictionary<string, IReadOnlyList<string>> models)
    {
        List<string> arguments =
        [
            .. ProgramArguments(), "worker", "--data", configuration.DataFolder, "--out", configuration.OutputFolder,
            "--input-folder", configuration.InputFolder, "--input-folder", configuration.OutputFolder, "--input-folder", configuration.TempFolder,
            "--cache", configuration.CacheFolder, "--grace", configuration.Get(Settings.Grace)!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--cache-bytes", configuration.Get(Settings.CacheBytes)!.Value.ToString(CultureInfo.InvariantCulture),
        ];
        arguments.AddRange(["--device", configuration.Device]);
        if (configuration.Get(Settings.Memory) is { } memory)
        {
            arguments.AddRange(["--memory-budget", Forms.Written(memory)]);
        }

        arguments.AddRange(WorkerModels.ArgumentsOf(models, configuration.Get(Settings.ModelManifests) ?? []));
        arguments.AddRange(CacheModes.ArgumentsOf(mode));
        return new WorkerLaunch(Environment.ProcessPath!, arguments, Path.Join(configuration.DataFolder, "running.calls"))
        {
            Variables = Withheld.Append(new("MYSPINBOT_PLUGINS", configuration.PluginsFile)).Append(new(WorkerTargets.Variable, WorkerTargets.Write(Targets.Of(configuration)))).ToDictionary(pair => pair.Key, pair => pair.Value),
        };
    }

    /// <summary>Folders of models by kind.</summary>
    /// <exception cref="ServerRefusal">The file that names further ones cannot be used.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Models(Configuration configuration, Surroundings surroundings)
    {
        var usual = ModelPaths.In(configuration.ModelFolder);
        if (configuration.Get(Settings.ModelPathsFile) is not { } file)
        {
            return usual;
        }

        try
        {
            var path = Path.GetFullPath(file);
            return ModelPaths.With(usual, File.ReadAllText(path), Path.GetDirectoryName(path)!, surroundings.Variable);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_model_paths", $"The model paths in '{file}' cannot be used: {fault.Message}");
        }
    }

    private static LogLevel LevelOf(string word) => word switch { "debug" => LogLevel.Debug, "warning" => LogLevel.Warning, "error" => LogLevel.Error, _ => LogLevel.Information };

    /// <summary>What stands before the command where the program is started by way of <c>dotnet</c>.</summary>
    private static string[] ProgramArguments()
        => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
