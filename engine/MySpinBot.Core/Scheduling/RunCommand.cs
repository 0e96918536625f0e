using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>What the schedule wants done. Those that name a <see cref="RunSignal"/> are answered by exactly one.</summary>
public abstract record RunCommand;

/// <summary>Run this call. Answer: <see cref="CallFinished"/>, <see cref="CallExpanded"/>, <see cref="CallFailed"/>, <see cref="CallCancelled"/> or <see cref="ValuesMissing"/>.</summary>
/// <param name="Order">The call.</param>
public sealed record StartCall(CallOrder Order) : RunCommand;

/// <summary>Ask the node which lazy inputs it wants. Answer: <see cref="CallAsked"/>, <see cref="CallFailed"/>, <see cref="CallCancelled"/> or <see cref="ValuesMissing"/>.</summary>
/// <param name="Order">The call, with what is known so far.</param>
public sealed record AskCall(CallOrder Order) : RunCommand;

/// <summary>This call expanded before; make its nodes ready to run. Answer: <see cref="CallExpanded"/> or <see cref="CallFailed"/>.</summary>
/// <param name="Call">The call.</param>
/// <param name="Record">What it expanded to.</param>
public sealed record ReplayExpansion(CallRef Call, ExpansionRecord Record) : RunCommand;

/// <summary>Find the files that these paths name. Answer: <see cref="FilesResolved"/> or <see cref="CallFailed"/>.</summary>
/// <param name="Node">Position of the node.</param>
/// <param name="Inputs">What its inputs are: they say in which folders a file is looked up.</param>
/// <param name="Paths">The paths, by input and element.</param>
public sealed record ResolveFiles(int Node, ImmutableArray<InputDescriptor> Inputs, ImmutableArray<PathRequest> Paths) : RunCommand;

/// <summary>A path that arrived over a link.</summary>
/// <param name="Input">Position of the input.</param>
/// <param name="Element">Position in the list.</param>
/// <param name="Path">The path, a text value.</param>
public readonly record struct PathRequest(int Input, int Element, ResultValue Path);

/// <summary>Put the files of a reused result back where they are wanted. Answer: <see cref="FilesRestored"/>.</summary>
/// <param name="Call">The call; -1 for the whole node.</param>
/// <param name="NodeId">The node's id.</param>
/// <param name="Files">Its files.</param>
public sealed record RestoreFiles(CallRef Call, string NodeId, ImmutableArray<SavedFile> Files) : RunCommand;

/// <summary>Remember this. No answer.</summary>
/// <param name="Key">Under this key.</param>
/// <param name="Record">What is known.</param>
/// <param name="Seconds">What it took to find out.</param>
public sealed record RecordTrace(TraceKey Key, TraceRecord Record, double Seconds = 0) : RunCommand;

/// <summary>Tell everyone. No answer.</summary>
/// <param name="Event">What happened.</param>
public sealed record Publish(RunEvent Event) : RunCommand;

/// <summary>Nothing is left to do. No answer; no command follows.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Counts">What became of the nodes.</param>
public sealed record EndRun(RunOutcome Outcome, RunCounts Counts) : RunCommand;

/// <summary>What became of the nodes that were wanted.</summary>
/// <param name="Ran">At least one call of theirs ran.</param>
/// <param name="Reused">No call of theirs ran.</param>
/// <param name="Failed">A call of theirs failed.</param>
/// <param name="Skipped">Something they needed failed or gave no value on purpose, or the run was cancelled.</param>
public readonly record struct RunCounts(int Ran, int Reused, int Failed, int Skipped);

/// <summary>Names a call.</summary>
/// <param name="Node">Position of the node in the run.</param>
/// <param name="Index">Which of its calls; -1 for the node as a whole.</param>
public readonly record struct CallRef(int Node, int Index);
