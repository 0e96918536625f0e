using MySpinBot.Server.Weights.Manifests;
using MySpinBot.Server.Outbound;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>A pull that can begin: everything about it that can be known before anybody is asked was checked.</summary>
public sealed record PullPlan
{
    /// <summary>The kind of model.</summary>
    public required string Kind { get; init; }

    /// <summary>Its path below the kind's folder.</summary>
    public required string File { get; init; }

    /// <summary>Where it is to be.</summary>
    public required string Path { get; init; }

    /// <summary>The folder of the kind that it goes to.</summary>
    public required string Folder { get; init; }

    /// <summary>Where it is to be had.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>The entry of the manifest; null for another address.</summary>
    public ModelEntry? Entry { get; init; }

    /// <summary>Its SHA-256, where somebody said it or it came before.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether that is only what came before.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Its bytes, where they are known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Whether what has the name is replaced.</summary>
    public bool Updates { get; init; }

    internal string? Token { get; init; }

    internal OutboundRules Outbound { get; init; } = OutboundRules.Strict;
}

/// <summary>A pull that has ended well.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="WasThere">Whether it was there before.</param>
/// <param name="IsPublished">Whether its publisher's SHA-256 was known and fits.</param>
public sealed record Pulled(string Path, long Bytes, string Sha256, bool WasThere, bool IsPublished);

/// <summary>How far a pull is.</summary>
/// <param name="Phase"><c>asking</c>, <c>downloading</c>, <c>waiting</c> (to try again), <c>checking</c>.</param>
/// <param name="Done">Bytes that are there.</param>
/// <param name="Total">Bytes in all, where that is known.</param>
/// <param name="Note">Why it waits, as a sentence.</param>
public readonly record struct PullProgress(string Phase, long Done, long? Total, string? Note = null);

/// <summary>How long is waited for somebody who does not answer.</summary>
public sealed record PullPatience
{
    /// <summary>Before the second try; doubled each time.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two tries at most.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a byte, before it is broken off and tried again.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries in a row that bring nothing.</summary>
    public int Fruitless { get; init; } = 8;

    /// <summary>Tries in all.</summary>
    public int Tries { get; init; } = 1_000;
}
