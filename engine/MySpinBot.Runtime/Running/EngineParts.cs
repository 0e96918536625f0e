using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Recording;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Weights;

namespace MySpinBot.Runtime.Running;

/// <summary>What all runs of an engine share.</summary>
internal sealed class EngineParts(EngineOptions options, PluginSet plugins, ResultCache results, ModelShelf shelf, CallBook? book)
{
    public EngineOptions Options { get; } = options;

    public PluginSet Plugins { get; } = plugins;

    public ResultCache Results { get; } = results;

    /// <summary>What becomes of results when a run is over.</summary>
    public IResultKeeping Keeping { get; } = Keepings.For(options.CacheMode, results);

    public ModelShelf Shelf { get; } = shelf;

    /// <summary>Ends when it is known which accelerators there are; gives why those that were wished for are not there, or null. Begun when somebody asks.</summary>
    public required Lazy<Task<string?>> Devices { get; init; }

    /// <summary>Where calls are noted while they run; null for nowhere.</summary>
    public CallBook? Book { get; } = book;

    /// <summary>The files that graphs name.</summary>
    public NamedFiles Files { get; } = new(new AllowedFolders(options.InputFolders), new ModelFolders(options.ModelFolders, options.Time), results.Digests, options.KnownModels);

    public Lanes Lanes { get; } = new(options.Cores ?? Environment.ProcessorCount);

    /// <summary>What manifests of runs say of this engine and its machine.</summary>
    public Ground Ground { get; } = new(plugins);

    public OutputNumbers Numbers { get; } = new();

    public HostTools Tools { get; } = new(Environment.GetEnvironmentVariable("PATH"));
}
