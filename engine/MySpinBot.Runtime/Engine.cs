using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime;

/// <summary>The engine in one process: plugins, results, models, and the runs that use them. Runs may overlap.</summary>
public sealed class Engine : IAsyncDisposable
{
    private Engine(Catalog catalog) => Catalog = catalog;

    /// <summary>The node types that there are.</summary>
    public Catalog Catalog { get; }

    /// <summary>How each plugin of the list fared.</summary>
    public IReadOnlyList<PluginStatus> Plugins { get; } = [];

    /// <summary>What is wrong with the plugin list as a whole, in sentences.</summary>
    public ImmutableArray<string> PluginProblems { get; } = [];

    /// <summary>Loads the plugins and opens the cache. A plugin that cannot be loaded is reported, not thrown.</summary>
    public static Task<Engine> OpenAsync(EngineOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new Engine(new Catalog([])));
    }

    /// <summary>Checks a document against the catalog, the files it names, the secrets it names, and the nodes' own validation.</summary>
    public ValueTask<ValidationResult> ValidateAsync(GraphDocument document, CancellationToken cancellation)
        => throw new NotImplementedException(Catalog.ToString());

    /// <summary>Runs a graph. Events come one at a time, in order, from various threads; a listener that throws ends the run.</summary>
    public Task<RunSummary> RunAsync(ValidGraph graph, RunOptions options, Action<RunEvent> listener, CancellationToken cancellation)
        => throw new NotImplementedException(Catalog.ToString());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>How a graph is run.</summary>
public sealed record RunOptions
{
    /// <summary>Whether to run what is known again and compare.</summary>
    public bool Check { get; init; }

    /// <summary>The document as it was submitted, for embedding in what is saved; null for none.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What the graph is called in the journal that says why nodes ran; null to keep none.</summary>
    public string? GraphName { get; init; }
}

/// <summary>How a run went.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Ran">Nodes that ran.</param>
/// <param name="Reused">Nodes that were reused.</param>
/// <param name="Failed">Nodes that failed.</param>
/// <param name="Skipped">Nodes that were skipped.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Files">The files in the output folder, new or put back.</param>
public sealed record RunSummary(RunOutcome Outcome, int Ran, int Reused, int Failed, int Skipped, double Seconds, ImmutableArray<SavedFile> Files);
