namespace MySpinBot.Sdk.Testing;

/// <summary>One thing that one node must do. Hand the cases to any test framework: <c>Name</c> is what to show, <c>RunAsync</c> throws where the node does not conform.</summary>
public sealed class ConformanceCase
{
    private readonly Func<CancellationToken, Task> _run;

    internal ConformanceCase(string classType, string promise, string? skip, Func<CancellationToken, Task> run)
        => (ClassType, Promise, Skip, _run) = (classType, promise, skip, run);

    /// <summary>The node.</summary>
    public string ClassType { get; }

    /// <summary>What it must do, as a sentence without its subject.</summary>
    public string Promise { get; }

    /// <summary>Node and promise.</summary>
    public string Name => $"{ClassType} {Promise}";

    /// <summary>Why this cannot be tried; null where it can.</summary>
    public string? Skip { get; }

    /// <summary>Tries it.</summary>
    /// <exception cref="ConformanceFailure">The node does not conform; the message says all that is wrong.</exception>
    public Task RunAsync(CancellationToken cancellation = default) => Skip is null ? _run(cancellation) : Task.CompletedTask;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A node does not do what every node must.</summary>
public sealed class ConformanceFailure(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What the suite cannot know of a pack.</summary>
public sealed record ConformanceOptions
{
    /// <summary>Values of the pack's own socket types, or of the Sdk's where its nodes want something special, by socket type.</summary>
    public IReadOnlyDictionary<string, object> Samples { get; init; } = new Dictionary<string, object>();

    /// <summary>Values for single inputs, by <c>ClassType.input</c>: a pattern that means something, a file of a rare format.</summary>
    public IReadOnlyDictionary<string, object> Inputs { get; init; } = new Dictionary<string, object>();

    /// <summary>Nodes that are not to be called here, with the reason: those that talk to a network, say.</summary>
    public IReadOnlyDictionary<string, string> NotCalled { get; init; } = new Dictionary<string, string>();

    /// <summary>What the nodes find when they are called.</summary>
    public NodeRunnerOptions Runner { get; init; } = new();
}
