using System.CommandLine;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Memory;
using MySpinBot.Server;
using MySpinBot.Server.Weights;

namespace MySpinBot.Cli.Commands;

/// <summary>The options of every command that opens the engine.</summary>
internal sealed class EngineFlags
{
    private readonly Option<string> _out = new("--out") { Description = "Folder that results are saved to.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
    private readonly Option<string[]> _inputFolders = new("--input-folder") { Description = "Folder that graphs may read files from, before the graph's own and the current one.", HelpName = "DIR" };

    // Those that are not added to a command are never given there.
    private readonly SettingFlags _ofRuns = new(Settings.OfEngines);
    private readonly SettingFlags _ofReaders = new([Settings.Cache, Settings.Plugins, Settings.ModelFolder, Settings.ModelPathsFile]);
    private readonly SettingFlags _ofOthers = new([Settings.Cache, Settings.Plugins]);
    private bool _runs;
    private bool _reads;

    public static Option<bool> Json { get; } = new("--json") { Description = "For programs: JSON, one object a line, and nothing else on standard output." };

    private SettingFlags Flags => _runs ? _ofRuns : _reads ? _ofReaders : _ofOthers;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="runs">Whether it runs graphs, and so saves results and loads models.</param>
    /// <param name="reads">Whether it reads graphs, and so looks for the models that they name.</param>
    public EngineFlags AddTo(Command command, bool runs, bool reads = true)
    {
        (_runs, _reads) = (runs, reads);
        if (runs)
        {
            command.Add(_out);
        }

        command.Add(_inputFolders);
        Flags.AddTo(command);
        return this;
    }

    /// <summary>What the engine is told.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with the configuration.</exception>
    public EngineOptions Read(ParseResult parsed, Surroundings surroundings, GraphSource? graph)
    {
        var current = Directory.GetCurrentDirectory();
        var configuration = Flags.Read(parsed, surroundings);
        return WithModels(OptionsOf(configuration, parsed, surroundings), configuration, surroundings) with
        {
            InputFolders = [.. InputFolders(parsed).Append(graph?.Folder ?? current).Append(current).Distinct()],
        };
    }

    /// <summary>What a worker's engine is told: by flags, for its server has read everything else. Graphs that come from others read files from the folders that were named, and from no other.</summary>
    /// <exception cref="ConfigurationRefusal">A flag is wrong.</exception>
    public EngineOptions ReadForOthers(ParseResult parsed, Surroundings surroundings)
        => OptionsOf(Flags.ReadAlone(parsed, surroundings), parsed, surroundings) with { InputFolders = [.. InputFolders(parsed).Distinct()] };

    /// <summary>The folder of results that are kept.</summary>
    /// <exception cref="ConfigurationRefusal">Something is wrong with the configuration.</exception>
    public string CacheFolder(ParseResult parsed, Surroundings surroundings) => Flags.Read(parsed, surroundings).CacheFolder;

    /// <summary>Adds folders of models and what is known of them.</summary>
    public static EngineOptions WithModels(EngineOptions options, IReadOnlyDictionary<string, IReadOnlyList<string>> folders, string data, IReadOnlyList<string> manifests) => options with
    {
        ModelFolders = folders,
        KnownModels = new KnownModels(() => new WeightStore(new WeightOptions { Folders = folders, DataFolder = data, Manifests = manifests, Time = options.Time })),
    };

    private EngineOptions WithModels(EngineOptions options, Configuration configuration, Surroundings surroundings)
    {
        if (!_runs && !_reads)
        {
            return options;
        }

        try
        {
            return WithModels(options, ServeFlags.Models(configuration, surroundings), configuration.DataFolder, configuration.Get(Settings.ModelManifests) ?? []);
        }
        catch (ServerRefusal refusal)
        {
            throw new ConfigurationRefusal([refusal.Message]);
        }
    }

    private EngineOptions OptionsOf(Configuration configuration, ParseResult parsed, Surroundings surroundings) => new()
    {
        CacheFolder = configuration.CacheFolder,
        CacheBytes = configuration.Get(Settings.CacheBytes)!.Value,
        OutputFolder = Path.GetFullPath(parsed.GetValue(_out) ?? "out"),
        PluginsFile = configuration.PluginsFile,
        MemoryBudget = configuration.HostMemory,
        DeviceBudgets = (configuration.Get(Settings.Memory) ?? new Dictionary<string, long>()).Where(budget => budget.Key != DeviceChoice.Cpu).ToDictionary(),
        Device = configuration.Device,
        Targets = Targets.Of(configuration),
        Time = surroundings.Time,
    };

    private IEnumerable<string> InputFolders(ParseResult parsed) => (parsed.GetValue(_inputFolders) ?? []).Select(Path.GetFullPath);
}
