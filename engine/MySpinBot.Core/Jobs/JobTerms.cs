using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Manifests;

namespace MySpinBot.Core.Jobs;

/// <summary>How a job is to be run: what stands beside its graph. Stored with the job as JSON (<see cref="Messages.MessageJson"/>).</summary>
public sealed record JobTerms
{
    /// <summary>Nothing special.</summary>
    public static JobTerms Plain { get; } = new();

    /// <summary>Values for the graph's named inputs.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Ids of the nodes to make; null for the graph's own targets.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Whether to run what is known again and compare.</summary>
    public bool Check { get; init; }

    /// <summary>How often and how long steps are tried, by node id; <c>*</c> for all others.</summary>
    public IReadOnlyDictionary<string, StepPolicy> Policies { get; init; } = ImmutableDictionary<string, StepPolicy>.Empty;

    /// <summary>What programs of ComfyUI's want embedded in saved files (<c>extra_pnginfo</c>); null for none.</summary>
    public JsonElement? ExtraPngInfo { get; init; }

    /// <summary>The recorded run that this one has to be the same as; null for none.</summary>
    public RunManifest? Strict { get; init; }

    /// <summary>What the ComfyUI face wants to find again; null where the job came in by another door.</summary>
    public ComfyTerms? Comfy { get; init; }
}

/// <summary>What ComfyUI's face keeps of a job.</summary>
/// <param name="ClientId">The socket that hears of it; null for none.</param>
/// <param name="ExtraData"><c>extra_data</c> as it came, without secrets.</param>
/// <param name="CreatedAt">When it was handed in: milliseconds since 1970 (UTC).</param>
public sealed record ComfyTerms(string? ClientId, JsonElement? ExtraData, long CreatedAt)
{
    /// <summary>The prompt as it came, where only a part of it could run and is the job's graph; null where all of it is.</summary>
    public JsonElement? Prompt { get; init; }
}

/// <summary>How often and how long a step is tried.</summary>
public sealed record StepPolicy
{
    /// <summary>How often a call that failed is tried again; 0 for never, at most 10.</summary>
    public int Retries { get; init; }

    /// <summary>Seconds before it is tried again; doubled each time.</summary>
    public double BackoffSeconds { get; init; } = 1;

    /// <summary>Seconds that a call may take; null for any. One that is told to stop and does not ends with its worker.</summary>
    public double? TimeoutSeconds { get; init; }
}

/// <summary>A call that was running when a worker died.</summary>
/// <param name="NodeId">Its node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Strikes">How many workers died in it. At two it fails.</param>
public sealed record SuspectCall(string NodeId, int Call, int Strikes);
