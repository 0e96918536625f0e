using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Weights;

namespace MySpinBot.Runtime;

/// <summary>What an engine is told when it starts. Everything it may touch is named here.</summary>
public sealed record EngineOptions
{
    /// <summary>Where results, artifacts and digests are kept; null to keep them in memory only.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Bytes of results to keep in <see cref="CacheFolder"/>. When an engine closes that stored something, and there are more, what was used longest ago
    /// and cost least is removed; never while another process uses the folder.</summary>
    public long CacheBytes { get; init; } = 20L << 30;

    /// <summary>What becomes of results when a run is over. In the modes of ComfyUI <see cref="CacheFolder"/> keeps files' bytes and digests only, and one run at a time is meant.</summary>
    public CacheMode CacheMode { get; init; } = CacheMode.Store;

    /// <summary>The folder that output nodes save to; made when the first file is saved.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Folders that graphs may read files from; relative paths are looked up in them, in this order.</summary>
    public IReadOnlyList<string> InputFolders { get; init; } = [];

    /// <summary>Folders that models lie in, by kind (<c>checkpoints</c>, <c>upscale_models</c>, …), in the order in which they are looked through.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ModelFolders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What else is known of models; null for nothing.</summary>
    public IKnownModels? KnownModels { get; init; }

    /// <summary>Path of <c>plugins.json</c>.</summary>
    public required string PluginsFile { get; init; }

    /// <summary>Bytes of host memory for models and working memory; null for what the machine has less a reserve.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>The same of accelerators, by device (<c>cuda:0</c>); of those that are not named, what they have less what other programs hold and a reserve.</summary>
    public IReadOnlyDictionary<string, long> DeviceBudgets { get; init; } = new Dictionary<string, long>();

    /// <summary>Where models run: <c>auto</c> for accelerators where there are any, <c>cpu</c> for none, <c>cuda</c> for any of these and nothing else, <c>cuda:1</c> for this one. Nodes see no other accelerator.</summary>
    public string Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Finds the accelerators; null to ask this machine's drivers.</summary>
    internal Func<CancellationToken, Task<IReadOnlyList<AcceleratorFacts>>>? ReadAccelerators { get; init; }

    /// <summary>Bytes of results kept alive in memory beside the store.</summary>
    public long LiveResultBytes { get; init; } = 1L << 30;

    /// <summary>Slots of the cpu lane; null for the processors that this process may use.</summary>
    public int? Cores { get; init; }

    /// <summary>Path of the file in which the calls under way stand (<see cref="Core.Messages.Working.RunningCalls"/>), so that whoever finds this process dead
    /// knows what it was doing; made anew when the engine opens. Null to keep none.</summary>
    public string? RunningCallsFile { get; init; }

    /// <summary>Other servers that plugins may ask.</summary>
    public IReadOnlyList<Sdk.OutboundTarget> Targets { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gives the secret of a name, or null; by default the environment variable <c>MYSPINBOT_SECRET_NAME</c>.</summary>
    public Func<string, string?> Secrets { get; init; } = name => Environment.GetEnvironmentVariable($"MYSPINBOT_SECRET_{name.ToUpperInvariant()}");

    /// <summary>Told, from any thread, in whole sentences, of what is damaged, cannot be kept, or a plugin says outside of calls.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Where what a plugin says outside of calls goes, by the plugin's name; null to report it.</summary>
    public Func<string, Sdk.INodeLog>? PluginLogs { get; init; }
}
