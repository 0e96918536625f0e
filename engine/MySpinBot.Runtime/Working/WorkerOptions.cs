namespace MySpinBot.Runtime.Working;

/// <summary>What a worker is told when it starts.</summary>
public sealed record WorkerOptions
{
    /// <summary>Its engine. Where its reports and its plugins' go the worker says itself.</summary>
    public required EngineOptions Engine { get; init; }

    /// <summary>The server's data folder: of it the worker uses <c>worker.lock</c>, <c>running.calls</c>, <c>artifacts</c> and <c>outputs</c>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>How long calls that were told to stop may go on before the job ends without them.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker that still has the data folder may take to go before it is ended.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
