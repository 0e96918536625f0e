using System.Collections.Immutable;
using System.Runtime.Loader;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Capabilities;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Running;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime;

/// <summary>The engine in one process: plugins, results, models, and the runs that use them. Runs may overlap.</summary>
public sealed class Engine : IAsyncDisposable
{
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(2);

    private readonly EngineParts _parts;
    private readonly DocumentChecks _checks;

    private Engine(EngineParts parts)
    {
        _parts = parts;
        Capabilities = new CapabilityCalls(parts);
        _checks = new DocumentChecks(parts.Plugins, parts.Files, parts.Options.Secrets);
        parts.Plugins.Changed += TakePlugins;
        TakePlugins("");
    }

    /// <summary>The node types that there are.</summary>
    public Catalog Catalog => _parts.Plugins.Catalog;

    /// <summary>How each plugin of the list fared.</summary>
    public IReadOnlyList<PluginStatus> Plugins => _parts.Plugins.Plugins;

    /// <summary>What is wrong with the plugin list as a whole, in sentences.</summary>
    public ImmutableArray<string> PluginProblems => _parts.Plugins.Problems;

    /// <summary>The plugins, to replace or unload some.</summary>
    public PluginSet PluginSet => _parts.Plugins;

    /// <summary>Models and device memory.</summary>
    public ModelShelf Shelf => _parts.Shelf;

    /// <summary>Whether results are kept for the graph that they belong to, so that a run of a part of it had better be told of the whole (<see cref="RunOptions.Whole"/>).</summary>
    public bool KeepsByGraph => _parts.Keeping.Rules.LooksAtAll;

    internal ResultCache Results => _parts.Results;

    /// <summary>What plugins offer beside nodes.</summary>
    internal CapabilityCalls Capabilities { get; }

    /// <summary>Loads the plugins and opens the cache. A plugin that cannot be loaded is reported, not thrown; a cache that cannot be used is reported and done without.</summary>
    public static async Task<Engine> OpenAsync(EngineOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        MakeRoomForWaitingThreads(options);
        var shelf = new ModelShelf(DeviceBudget.OfMachine(options.MemoryBudget), options.Time);
        var opening = Task.Run(() => ResultCache.Open(options.CacheFolder, options.LiveResultBytes, options.Time, options.Report), cancellation);
        EngineParts? parts = null;
        var book = CallBook.Open(options.RunningCallsFile, options.Report);
        try
        {
            var plugins = await PluginSet.LoadAsync(options.PluginsFile, Host(options, shelf, () => parts?.Keeping, () => parts?.Files.Weights), cancellation);
            parts = new EngineParts(options, plugins, await opening, shelf, book) { Devices = new Lazy<Task<string?>>(() => Task.Run(() => DeviceSearch.RunAsync(shelf, options), CancellationToken.None)) };
            return new Engine(parts);
        }
        catch
        {
            await (await opening).DisposeAsync();
            await shelf.DisposeAsync();
            book?.Dispose();
            throw;
        }
    }

    /// <summary>Begins to look for accelerators, which drivers take their time for. A run that needs to know waits for it, and begins it where nobody has.</summary>
    public void LookForDevices() => _ = _parts.Devices.Value;

    /// <summary>Checks a document against the catalog, the files it names, the secrets it names, and the nodes' own validation.</summary>
    public ValueTask<ValidationResult> ValidateAsync(GraphDocument document, CancellationToken cancellation) => ValidateAsync(document, asComfy: false, cancellation);

    /// <summary>The same, with ComfyUI's rules where they are stricter: a whole number is no float over a link, nor in a union without INT.</summary>
    public ValueTask<ValidationResult> ValidateAsync(GraphDocument document, bool asComfy, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(GraphValidator.Validate(document, Catalog, asComfy ? _checks.Options with { IntegersBecomeFloats = false } : _checks.Options));
    }

    /// <summary>What would be different from a recorded run if this graph were run now: machine, tools, code, nodes, seeds, files. Nothing runs but fingerprint methods.</summary>
    /// <param name="graph">The graph; null where it cannot run, and only what needs no graph is compared.</param>
    /// <param name="then">The recorded run.</param>
    /// <param name="cancellation">Ends the reading of files.</param>
    /// <returns>All differences, and what is wrong with files; none where it would be the same.</returns>
    public async Task<ImmutableArray<GraphProblem>> CompareAsync(ValidGraph? graph, RunManifest then, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(then);
        if (graph is null)
        {
            return await _parts.Ground.DifferencesAsync(Catalog, then, _parts);
        }

        var (plan, faults) = await PlanAsync(graph, cancellation);
        return plan is null ? [.. faults, .. await _parts.Ground.DifferencesAsync(Catalog, then, _parts)] : await _parts.Ground.DifferencesAsync(plan, then, _parts);
    }

    /// <summary>What a run of this graph would rest on, and the files that it reads, as far as that is known before it.</summary>
    /// <returns>The manifest and the files, or what is wrong with files.</returns>
    public async Task<(RunManifest? Manifest, IReadOnlyList<FileReference> Files, ImmutableArray<GraphProblem> Problems)> DescribeAsync(ValidGraph graph, HandedIn handedIn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(handedIn);
        var (plan, faults) = await PlanAsync(graph, cancellation);
        return plan is null ? (null, [], faults) : (PlannedManifest.Of(plan, _parts.Ground.Of(handedIn)) with { At = _parts.Options.Time.GetUtcNow() }, [.. plan.Facts.Files.Values], []);
    }

    /// <summary>The name under which a model lies in the folders of its kind, whatever it was called elsewhere; null where it does not. Files that may be it are read, if nobody has read them before.</summary>
    public ValueTask<string?> NameOfModelAsync(WeightFile weights, CancellationToken cancellation) => _parts.Files.NameOfAsync(weights, cancellation);

    /// <summary>Runs a graph. Events come one at a time, in order, from various threads; a listener that throws ends the run with what it threw.
    /// What is wrong with the graph's nodes is told by events and the summary, never thrown.</summary>
    public Task<RunSummary> RunAsync(ValidGraph graph, RunOptions options, Action<RunEvent> listener, CancellationToken cancellation)
    {
        var session = new RunSession(_parts, graph, options, listener);

        // The first calls would otherwise run on the caller's own thread, before it even has the task.
        return Task.Run(() => session.ToEnd(cancellation), CancellationToken.None);
    }

    /// <summary>Lets go of the results that are kept as objects. What is on disk stays; with a cache mode of ComfyUI nothing is left. A run that is under way keeps what it needs.</summary>
    public void FreeResults() => _parts.Keeping.Free();

    /// <summary>Keeps the cache within its bound. Nothing is done while a run is under way; one that begins meanwhile waits.</summary>
    public Task TrimAsync() => _parts.Results.TrimAsync(_parts.Options.CacheBytes);

    /// <summary>Unloads the plugins, frees the models and closes the cache. Calls that were told to stop and do not are left behind after a while:
    /// what they hold ends with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _parts.Plugins.DisposeAsync().AsTask().WaitAsync(Parting, _parts.Options.Time);
            await _parts.Shelf.DisposeAsync().AsTask().WaitAsync(Parting, _parts.Options.Time);
        }
        catch (TimeoutException)
        {
            _parts.Options.Report("A node did not stop when it was told to, and was left behind.");
        }

        await TrimAsync();
        await _parts.Results.DisposeAsync();
        _parts.Book?.Dispose();
    }

    private async Task<(Plan? Plan, ImmutableArray<GraphProblem> Faults)> PlanAsync(ValidGraph graph, CancellationToken cancellation)
    {
        var facts = new FactFinding(_parts.Files, _parts.Plugins, new OutsideCalls(_parts.Lanes, null, null, new StepTerms(new RunOptions())));
        var (found, faults) = await facts.Gather(graph, isInCall: false, cancellation);
        return faults.IsEmpty ? (Planner.Plan(graph, found), faults) : (null, faults);
    }

    /// <summary>Calls in the io lane may each block a thread; others must not wait until the pool has noticed.</summary>
    private static void MakeRoomForWaitingThreads(EngineOptions options)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, LaneBook.WaitingSlots + (options.Cores ?? Environment.ProcessorCount)), ports);
    }

    private static PluginHost Host(EngineOptions options, ModelShelf shelf, Func<IResultKeeping?> keeping, Func<WeightSearch?> weights) => new()
    {
        ShadowFolder = Path.Join(options.CacheFolder ?? Path.GetTempPath(), "myspinbot-plugins"),
        Models = shelf,
        Weights = new HostWeights(weights),
        Targets = new HostTargets(options.Targets),
        Time = options.Time,
        Log = options.PluginLogs ?? (plugin => new ReportLog(plugin, options.Report)),
        Unloading = async context =>
        {
            await shelf.UnloadFromAsync(context);
            keeping()?.Drop(type => AssemblyLoadContext.GetLoadContext(type.Assembly) == context);
        },
    };

    private void TakePlugins(string changed) => _parts.Results.Codecs = ValueCodecs.BuiltIn.With(_parts.Plugins.Sockets);
}
