using System.Collections.Immutable;
using System.Text;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>A graph within a run: the document's, or what one call expanded to.</summary>
internal sealed class Scope(Plan plan, int firstNode, string idPrefix = "")
{
    private const int LongestPrefix = 240;
    private const int KeptOfLongPrefix = 120;

    public Plan Plan { get; } = plan;

    /// <summary>Whether nodes are known by their recipes in this run.</summary>
    public bool IsKeyed { get; init; } = true;

    /// <summary>Position in the run of the graph's first node.</summary>
    public int FirstNode { get; } = firstNode;

    public NodeState? Parent { get; init; }

    /// <summary>What the expanding call's raw links lead to.</summary>
    public ImmutableArray<(NodeState Node, int Output)> Outer { get; init; } = [];

    /// <summary>What stands before the ids of its nodes.</summary>
    public string IdPrefix { get; } = idPrefix;

    /// <summary>Ids are paths: <c>parent.call.id</c>. In a loop of many rounds each round stands within the one before; there a hash takes the place of
    /// the inner part of the path, so that ids stay short, differ, and are the same in every run.</summary>
    public static string PrefixWithin(NodeState parent, int call)
    {
        var path = $"{parent.Id}.{call}.";
        return path.Length <= LongestPrefix ? path : $"{path[..KeptOfLongPrefix]}~{ContentId.Of(Encoding.UTF8.GetBytes(path)).ToString()[..24]}.";
    }
}

internal enum NodePhase : byte
{
    /// <summary>Nobody wants it.</summary>
    Idle,

    /// <summary>Wanted; its inputs are not all there.</summary>
    Waiting,

    /// <summary>Its inputs are there; files are being resolved or put back, calls are looked up, asked, run.</summary>
    Active,

    Done,
    Failed,
    Skipped,
}

/// <summary>Somebody who waits for a node: another node for its input, or an expanded call for its outputs.</summary>
internal readonly record struct Waiter(NodeState Node, int Call);

/// <summary>A node in a run and what has become of it.</summary>
internal sealed class NodeState(Scope scope, int local, int index, int root)
{
    private CallState? _paths;

    public Scope Scope { get; } = scope;

    /// <summary>Position in its own graph.</summary>
    public int Local { get; } = local;

    /// <summary>Position in the run.</summary>
    public int Index { get; } = index;

    /// <summary>Position of its outermost node.</summary>
    public int Root { get; } = root;

    public ValidNode Node => Scope.Plan.Graph.Nodes[Local];

    public NodeDescriptor Descriptor => Node.Type.Descriptor;

    public TraceKey? RecipeKey => Scope.IsKeyed ? Scope.Plan.RecipeKeys[Local] : null;

    public string Id => Scope.IdPrefix + Node.Id;

    public NodePhase Phase { get; set; }

    public bool IsSettled => Phase >= NodePhase.Done;

    /// <summary>Sources (or inner nodes) that are not settled yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Who waits for it; null for nobody.</summary>
    public List<Waiter>? Waiters { get; set; }

    /// <summary>Lazy inputs that some call wants.</summary>
    public bool[]? Wanted { get; set; }

    public Dictionary<(int Input, int Element), FileReference>? Files { get; set; }

    /// <summary>The paths of those, as they arrived.</summary>
    public Dictionary<(int Input, int Element), string>? Written { get; set; }

    /// <summary>Stands for a call while its paths are read.</summary>
    public CallState Paths => _paths ??= new CallState();

    public CallState[] Calls { get; set; } = [];

    public int CallsLeft { get; set; }

    /// <summary>[output][element], once done.</summary>
    public ImmutableArray<ImmutableArray<ResultValue>> Outputs { get; set; } = [];

    public ReadOnlyMemory<byte> Shown { get; set; }

    public ImmutableArray<SavedFile> SavedFiles { get; set; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Notes { get; set; } = [];

    /// <summary>A call below wants the bytes, so records without them are of no use.</summary>
    public bool BytesWanted { get; set; }

    /// <summary>Its files could not be put back.</summary>
    public bool FilesWanted { get; set; }

    public bool AnyRan { get; set; }

    /// <summary>None of its calls could run, because something it needs gave no value on purpose.</summary>
    public bool WasBlocked => !AnyRan && Calls.Length > 0 && Array.TrueForAll(Calls, call => call.WasBlocked);

    /// <summary>The files behind its paths are being looked for.</summary>
    public bool IsResolving { get; set; }

    public double Seconds { get; set; }

    public ReuseReason Reuse { get; set; } = ReuseReason.SameInputs;

    /// <summary>Its outputs are not a function of its recipe: something volatile hides in an expansion at or above it.</summary>
    public bool HidesChance { get; set; }

    /// <summary>Its recipe hides effects: an output node hides in an expansion at or above it.</summary>
    public bool HidesOutputs { get; set; }

    /// <summary>It must be looked into, whatever its recipe says.</summary>
    public bool HasNoRecipeRecord => HidesChance || HidesOutputs;

    /// <summary>The node whose failure this one shares.</summary>
    public NodeState? Cause { get; set; }

    /// <summary>Back to the beginning, to make bytes that are gone.</summary>
    public void Forget()
    {
        Phase = NodePhase.Idle;
        Calls = [];
        CallsLeft = 0;
        Waiting = 0;
        Wanted = null;
        Files = null;
        IsResolving = false;
    }
}

internal enum CallPhase : byte
{
    /// <summary>Not looked at, or waiting for inputs.</summary>
    Pending,

    /// <summary>A command about it is out.</summary>
    Ordered,

    /// <summary>Inner nodes are at work.</summary>
    Expanded,

    Done,
}

/// <summary>A call of a node.</summary>
internal sealed class CallState
{
    public CallPhase Phase { get; set; }

    public TraceKey? Key { get; set; }

    /// <summary>What was on record when the call was ordered; compared with what it gives.</summary>
    public TraceRecord? OnRecord { get; set; }

    /// <summary>Lazy inputs that it wants.</summary>
    public bool[]? Wanted { get; set; }

    public bool IsSatisfied { get; set; }

    /// <summary>Records are of no use to it: run.</summary>
    public bool MustRun { get; set; }

    /// <summary>How often inputs had to be made again for it.</summary>
    public int Remakes { get; set; }

    public OutputsRecord? Result { get; set; }

    /// <summary>What is to be put on record for it once its node is done, where calls are known by their node's recipe.</summary>
    public TraceRecord? Held { get; set; }

    /// <summary>It did not run, because an input is blocked.</summary>
    public bool WasBlocked { get; set; }

    /// <summary>What the outputs are, once it has expanded.</summary>
    public ImmutableArray<Binding> Expansion { get; set; } = [];

    public Scope? Inner { get; set; }

    public int InnerWaiting { get; set; }
}
