namespace MySpinBot.Server.Tracing;

/// <summary>A span that is to be sent.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Parent">Which of the spans before it it is part of; -1 for the job itself.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
internal sealed record PlannedSpan(string Name, int Parent, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>What is known of it, by OpenTelemetry's names where it has any.</summary>
    public Dictionary<string, object> Attributes { get; } = [];

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Fault { get; set; }
}
