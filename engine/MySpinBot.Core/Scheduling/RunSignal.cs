using System.Collections.Immutable;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>What came of a command, or what somebody wants.</summary>
public abstract record RunSignal;

/// <summary>An answer about a call.</summary>
/// <param name="Call">The call.</param>
public abstract record CallSignal(CallRef Call) : RunSignal;

/// <summary>A call gave its outputs.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">The outputs, what it shows, the files it saved.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="BlockMessage">What a block among the outputs says; null for nothing.</param>
public sealed record CallFinished(CallRef Call, OutputsRecord Result, double Seconds, string? BlockMessage = null) : CallSignal(Call);

/// <summary>Nodes take a call's place.</summary>
/// <param name="Call">The call.</param>
/// <param name="Record">The expansion as it is remembered.</param>
/// <param name="Fragment">The same, ready to run.</param>
/// <param name="Facts">What is known of the world outside for it.</param>
/// <param name="Seconds">How long the call took; 0 for one that was replayed.</param>
public sealed record CallExpanded(CallRef Call, ExpansionRecord Record, ValidFragment Fragment, PlanFacts Facts, double Seconds) : CallSignal(Call)
{
    /// <summary>Where links out of the fragment lead that are not among the raw links the call was given; they are counted on from those.</summary>
    public ImmutableArray<RawLink> Further { get; init; } = [];
}

/// <summary>A lazy node wants these inputs.</summary>
/// <param name="Call">The call.</param>
/// <param name="Names">Their names; none when it is satisfied.</param>
public sealed record CallAsked(CallRef Call, ImmutableArray<string> Names) : CallSignal(Call);

/// <summary>A call failed.</summary>
/// <param name="Call">The call.</param>
/// <param name="Sentence">What was wrong and what would be right.</param>
/// <param name="Input">The input at fault.</param>
/// <param name="Details">For developers.</param>
public sealed record CallFailed(CallRef Call, string Sentence, string? Input = null, string? Details = null) : CallSignal(Call)
{
    /// <summary>Whether there was no memory for it, whatever the ledger said: alone it may succeed.</summary>
    public bool IsOutOfMemory { get; init; }
}

/// <summary>A call stopped because it was told to.</summary>
/// <param name="Call">The call.</param>
public sealed record CallCancelled(CallRef Call) : CallSignal(Call);

/// <summary>A call could not start: the bytes of these inputs are gone.</summary>
/// <param name="Call">The call.</param>
public sealed record ValuesMissing(CallRef Call) : CallSignal(Call);

/// <summary>The files that a node's paths name.</summary>
/// <param name="Node">Position of the node.</param>
/// <param name="Files">One for each path that was asked for, in that order.</param>
public sealed record FilesResolved(int Node, ImmutableArray<(PathRequest Request, FileReference File)> Files) : RunSignal
{
    /// <summary>The paths as they arrived, in that order; none where nobody will ask.</summary>
    public ImmutableArray<string> Written { get; init; } = [];
}

/// <summary>Files of a reused result are where they are wanted, or cannot be put there.</summary>
/// <param name="Call">The call; index -1 for the whole node.</param>
/// <param name="Done">Whether they are there.</param>
public sealed record FilesRestored(CallRef Call, bool Done) : CallSignal(Call);

/// <summary>Somebody wants the run to stop. No further call starts.</summary>
public sealed record CancelRequested : RunSignal;

/// <summary>Calls that were told to stop do not, and nobody waits for them any longer: the run ends at once. What they answer later is not heard.</summary>
public sealed record CallsAbandoned : RunSignal;
