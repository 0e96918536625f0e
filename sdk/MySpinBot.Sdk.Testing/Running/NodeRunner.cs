using System.Reflection;
using System.Text.Json;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Running;
using MySpinBot.Runtime.Weights;

namespace MySpinBot.Sdk.Testing;

/// <summary>Runs single nodes of a pack as the engine would: with real artifacts, a real output folder and a real model shelf, all in a temporary
/// folder that goes when the runner is disposed.
/// <code>
/// await using var nodes = NodeRunner.For(typeof(ImageNodes).Assembly);
/// var result = await nodes.RunAsync("ImageBlur", new { image, radius = 4 });
/// var blurred = result.Output&lt;Image&gt;();
/// </code></summary>
public sealed class NodeRunner : IAsyncDisposable
{
    private readonly NodeRunnerOptions _options;
    private readonly ModelShelf _shelf;
    private readonly PluginServices _services;
    private readonly NamedFiles _files;
    private readonly OutputNumbers _numbers = new();
    private readonly RecordedLog _pluginLog = new();

    private NodeRunner(INodePack pack, NodeRunnerOptions options)
    {
        (Pack, _options) = (pack, options);
        Folder = Directory.CreateTempSubdirectory("node-test-").FullName;
        Results = ResultCache.Open(Path.Combine(Folder, "cache"), 1L << 28, options.Time, _pluginLog.Warn);
        Results.Codecs = ValueCodecs.BuiltIn.With(pack.Sockets);
        _files = new NamedFiles(new AllowedFolders([]), new ModelFolders(options.ModelFolders, options.Time), Results.Digests, null);
        _shelf = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = options.MemoryBudget }, options.Time);
        var host = new PluginHost { ShadowFolder = Path.Combine(Folder, "shadow"), Models = _shelf, Weights = new HostWeights(() => _files.Weights), Targets = new HostTargets(options.Targets), Time = options.Time, Log = _ => _pluginLog };
        _services = new PluginServices("under test", options.Settings, host, pack.Services);
    }

    /// <summary>The pack whose nodes it runs.</summary>
    public INodePack Pack { get; }

    /// <summary>Its temporary folder: a place for files that a test makes.</summary>
    public string Folder { get; }

    /// <summary>The folder that nodes save to.</summary>
    public string OutputFolder => Path.Combine(Folder, "out");

    /// <summary>Where nodes keep bytes: for tests that make values which refer to artifacts.</summary>
    public IArtifacts Artifacts => Results.Artifacts;

    internal ResultCache Results { get; }

    internal NamedFiles Files => _files;

    /// <summary>A runner for a pack.</summary>
    public static NodeRunner For(INodePack pack, NodeRunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return new NodeRunner(pack, options ?? new NodeRunnerOptions());
    }

    /// <summary>A runner for the pack of an assembly with nodes.</summary>
    /// <exception cref="ArgumentException">The assembly has none.</exception>
    public static NodeRunner For(Assembly assembly, NodeRunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return For(PackOf(assembly), options);
    }

    /// <summary>The node pack of an assembly.</summary>
    /// <exception cref="ArgumentException">The assembly has none.</exception>
    public static INodePack PackOf(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        try
        {
            return PackReader.Read(assembly.GetName().Name!, assembly);
        }
        catch (PluginRefusal refusal)
        {
            throw new ArgumentException(refusal.Message, nameof(assembly), refusal);
        }
    }

    /// <summary>Runs one call of a node.</summary>
    /// <param name="classType">The node's type.</param>
    /// <param name="inputs">Inputs by name: an anonymous object (<c>new { image, maxWidth = 4 }</c>, names in snake_case or camelCase) or a dictionary. What is
    /// not given has its default. A file may be given by its path, a model also by its name below <see cref="NodeRunnerOptions.ModelFolders"/>, a secret by its value, a list as any sequence.</param>
    /// <param name="cancellation">What the node gets as its token.</param>
    /// <exception cref="ArgumentException">There is no such node or input, or an input that must be given is not.</exception>
    /// <exception cref="NodeFailure">The node, or its validation of its constants, said no. Anything else that the node throws comes out as it is.</exception>
    public async Task<NodeResult> RunAsync(string classType, object? inputs = null, CancellationToken cancellation = default)
    {
        var node = Pack.Nodes.FirstOrDefault(node => node.Descriptor.ClassType == classType)
            ?? throw new ArgumentException($"The pack has no node '{classType}'; it has {string.Join(", ", Pack.Nodes.Select(each => each.Descriptor.ClassType))}.", nameof(classType));
        var bound = await new InputBinding(node.Descriptor, Results.Digests, _files).BindAsync(inputs, cancellation);
        return await RunAsync(node, bound, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _shelf.DisposeAsync();
        await Results.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal async Task<NodeResult> RunAsync(NodeRegistration node, BoundInputs bound, CancellationToken cancellation)
    {
        var saved = new List<SavedFile>();
        var folder = new OutputFolder(OutputFolder, Results.Artifacts, Results.Digests, _numbers, _options.Time);
        using var models = _shelf.ForCall(node.Descriptor.ClassType);
        using var context = new RecordingContext(models, cancellation)
        {
            ArtifactStore = Results.Artifacts,
            OutputPlace = folder.ForNode("node", saved.Add),
            Clock = _options.Time,
            WeightSearch = _files.Weights,
            HostTools = new HostTools(Environment.GetEnvironmentVariable("PATH")),
        };
        using var scope = CallScope.Enter(context.Log, models);
        Refuse(node, bound, context);
        var asked = Ask(node, bound, context);
        var call = new NodeCall(bound.Values, context, _services, bound.Extra) { Graph = AloneInTheGraph.Instance };
        using var memory = node.Need is { } need ? await models.ReserveAsync(need(call), node.Descriptor.Title, cancellation) : null;
        var outcome = await node.Invoke(call);
        return new NodeResult(node.Descriptor, outcome, context, saved, asked, OutputFolder);
    }

    private void Refuse(NodeRegistration node, BoundInputs bound, NodeContext context)
    {
        var faults = node.Validate?.Invoke(new NodeCall(bound.Constants, context, _services, bound.Extra)).ToList() ?? [];
        if (faults.Count > 0)
        {
            throw new NodeFailure(string.Join(' ', faults.Select(fault => fault.Sentence))) { Input = faults[0].Input };
        }
    }

    // As the engine does: asked again until nothing new is wanted; what is never wanted is never seen.
    private List<string> Ask(NodeRegistration node, BoundInputs bound, NodeContext context)
    {
        var asked = new List<string>();
        while (node.Ask is { } ask)
        {
            var wanted = ask(new NodeCall(bound.Values, context, _services, bound.Extra)).Except(asked).ToList();
            if (wanted.Count == 0)
            {
                break;
            }

            asked.AddRange(wanted);
            wanted.ForEach(bound.Reveal);
        }

        return asked;
    }
}

/// <summary>A node under test stands alone: nothing is above it.</summary>
internal sealed class AloneInTheGraph : LiveGraph
{
    public static AloneInTheGraph Instance { get; } = new();

    public override LiveNode? Find(string id) => null;
}

/// <summary>What nodes under test find.</summary>
public sealed record NodeRunnerOptions
{
    /// <summary>The plugin's settings.</summary>
    public JsonElement Settings { get; init; } = JsonElement.Parse("{}");

    /// <summary>Bytes of memory for models and working memory.</summary>
    public long MemoryBudget { get; init; } = 4L << 30;

    /// <summary>Folders of models by kind: inputs that take models (<see cref="FileFromAttribute"/>) may be given a name in them, and nodes find models there by what is in them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ModelFolders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Other servers that nodes may ask.</summary>
    public IReadOnlyList<OutboundTarget> Targets { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
