using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>A call that is ready, and everything that it is made of.</summary>
public sealed class CallOrder
{
    /// <summary>Which call.</summary>
    public required CallRef Ref { get; init; }

    /// <summary>Id of the node from the root of the run.</summary>
    public required string NodeId { get; init; }

    /// <summary>The node.</summary>
    public required ValidNode Node { get; init; }

    /// <summary>How many calls the node has, as far as is known.</summary>
    public required int Calls { get; init; }

    /// <summary>Smaller goes first. Depth-first: what only one branch needs is finished before the next branch begins.</summary>
    public required CallPriority Priority { get; init; }

    /// <summary>Why it runs.</summary>
    public required RunReason Because { get; init; }

    /// <summary>One for each input of the descriptor.</summary>
    public required ImmutableArray<CallInput> Inputs { get; init; }

    /// <summary>Undeclared inputs.</summary>
    public required ImmutableArray<(string Name, CallInput Input)> Extra { get; init; }

    /// <summary>For a node that sees the graph: its own node and all that stand above it, by id; null for others.</summary>
    public IReadOnlyDictionary<string, SeenNode>? Seen { get; init; }
}

/// <summary>Orders calls.</summary>
/// <param name="Root">Position of the outermost node in the document.</param>
/// <param name="Sequence">Position of the node in the run.</param>
/// <param name="Call">Which call.</param>
public readonly record struct CallPriority(int Root, int Sequence, int Call) : IComparable<CallPriority>
{
    /// <inheritdoc/>
    public int CompareTo(CallPriority other) => (Root, Sequence, Call).CompareTo((other.Root, other.Sequence, other.Call));

    /// <summary>Goes first.</summary>
    public static bool operator <(CallPriority left, CallPriority right) => left.CompareTo(right) < 0;

    /// <summary>Goes later.</summary>
    public static bool operator >(CallPriority left, CallPriority right) => left.CompareTo(right) > 0;

    /// <summary>Goes first or is the same.</summary>
    public static bool operator <=(CallPriority left, CallPriority right) => left.CompareTo(right) <= 0;

    /// <summary>Goes later or is the same.</summary>
    public static bool operator >=(CallPriority left, CallPriority right) => left.CompareTo(right) >= 0;
}

/// <summary>Where a call's input comes from.</summary>
public enum CallInputKind : byte
{
    /// <summary>No value: not given, or lazy and not wanted.</summary>
    Missing,

    /// <summary>A constant, secret or hidden value: what the node's input is bound to says all.</summary>
    Setting,

    /// <summary>One value.</summary>
    Value,

    /// <summary>A whole list of values.</summary>
    List,

    /// <summary>A file, or a list of them.</summary>
    File,

    /// <summary>The link itself.</summary>
    RawLink,
}

/// <summary>An input of a call.</summary>
public readonly record struct CallInput
{
    /// <summary>Where it comes from.</summary>
    public CallInputKind Kind { get; private init; }

    /// <summary>The value.</summary>
    public ResultValue Value { get; private init; }

    /// <summary>The list.</summary>
    public ImmutableArray<ResultValue> Values { get; private init; }

    /// <summary>The files; one where the input takes no list.</summary>
    public ImmutableArray<FileReference> Files { get; private init; }

    /// <summary>The link.</summary>
    public RawLink? Link { get; private init; }

    internal static CallInput OfSetting { get; } = new() { Kind = CallInputKind.Setting };

    internal static CallInput OfValue(ResultValue value) => new() { Kind = CallInputKind.Value, Value = value };

    internal static CallInput OfList(ImmutableArray<ResultValue> values) => new() { Kind = CallInputKind.List, Values = values };

    internal static CallInput OfFiles(ImmutableArray<FileReference> files) => new() { Kind = CallInputKind.File, Files = files };

    internal static CallInput OfLink(RawLink link) => new() { Kind = CallInputKind.RawLink, Link = link };
}
