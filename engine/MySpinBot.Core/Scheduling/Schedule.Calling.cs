using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>A node whose inputs are there becomes calls, and each call is looked up by content before it is ordered.</content>
public sealed partial class Schedule
{
    private void Evaluate(NodeState node)
    {
        if (node.IsSettled || node.Waiting > 0 || _cancelled || !HasItsFiles(node))
        {
            return;
        }

        // Where nodes are known by recipe only, another one may have done the same meanwhile.
        if (!_options.Reuse.ByContent && node.Calls.Length == 0 && KnownByRecipe(node) is { } known)
        {
            Reuse(node, known);
            return;
        }

        Grow(node, CountCalls(node));
        if (node.CallsLeft == 0)
        {
            Complete(node, recorded: false);
            return;
        }

        // A call that asks for a lazy input may make the list longer; what is added is looked at when that input is there.
        for (var i = 0; i < node.Calls.Length && !node.IsSettled; i++)
        {
            if (node.Calls[i].Phase == CallPhase.Pending)
            {
                Consider(node, i);
            }
        }
    }

    /// <summary>The longest list among the inputs decides; inputs that take whole lists do not count, and an empty list means no call at all
    /// (an empty list over a lazy input: none of the calls that want it).</summary>
    private int CountCalls(NodeState node)
    {
        var most = 0;
        var any = false;
        for (var i = 0; i < node.Node.Inputs.Length; i++)
        {
            if (node.Node.Inputs[i].Kind == BindingKind.Link && !node.Descriptor.Inputs[i].IsList && IsKnown(node, i))
            {
                Count(node.Node.Inputs[i], node.Descriptor.Inputs[i].IsLazy);
            }
        }

        foreach (var extra in node.Descriptor.TakesLists ? [] : node.Node.Extra)
        {
            Count(extra.Binding, isLazy: false);
        }

        return any ? most : 1;

        void Count(Binding link, bool isLazy)
        {
            var (source, output) = SourceOf(node, link);
            var length = source.Outputs[output].Length;
            if (isLazy && length == 0)
            {
                return;
            }

            most = any && (most == 0 || length == 0) ? 0 : Math.Max(most, length);
            any = true;
        }
    }

    private static bool IsKnown(NodeState node, int input) => !node.Descriptor.Inputs[input].IsLazy || node.Wanted?[input] == true;

    private static void Grow(NodeState node, int count)
    {
        var had = node.Calls.Length;
        if (count <= had)
        {
            return;
        }

        var calls = node.Calls;
        Array.Resize(ref calls, count);
        for (var i = had; i < count; i++)
        {
            calls[i] = new CallState { MustRun = node.FilesWanted };
        }

        node.Calls = calls;
        node.CallsLeft += count - had;
    }

    /// <summary>Looks a call up; what is not known is ordered.</summary>
    private void Consider(NodeState node, int index)
    {
        var call = node.Calls[index];
        while (true)
        {
            if (WantsWhatIsEmpty(node, call))
            {
                Finish(node, index, new OutputsRecord([.. node.Descriptor.Outputs.Select(_ => ImmutableArray<ResultValue>.Empty)]), ran: false);
                return;
            }

            var inputs = Gather(node, call, index, out var extra);
            if (IsBlocked(inputs, extra, out var block))
            {
                call.WasBlocked = true;
                Finish(node, index, AllBlocked(node, block), ran: false);
                return;
            }

            call.Key = KeyOf(node, index, inputs, extra);
            call.OnRecord = call.Key is { } key ? FindFor(node, key) : null;
            switch (_options.Check || call.MustRun ? null : call.OnRecord)
            {
                case OutputsRecord known when IsUsable(node, known):
                    ReuseCall(node, index, known);
                    return;
                case ExpansionRecord expansion when IsUsable(expansion):
                    call.Phase = CallPhase.Ordered;
                    Order(new ReplayExpansion(new CallRef(node.Index, index), expansion));
                    return;
                case WantsRecord wants when !call.IsSatisfied:
                    if (!WantLazily(node, index, wants.Names))
                    {
                        return;
                    }

                    continue;
            }

            // An expansion that is on record and cannot be replayed is made anew.
            call.MustRun |= call.OnRecord is ExpansionRecord;
            OrderCall(node, index, inputs, extra);
            return;
        }
    }

    private void OrderCall(NodeState node, int index, ImmutableArray<CallInput> inputs, ImmutableArray<(string, CallInput)> extra)
    {
        var call = node.Calls[index];
        if (!HaveBytes(node, call) || IsUnderWayElsewhere(node, index))
        {
            return;
        }

        call.Phase = CallPhase.Ordered;
        var order = new CallOrder
        {
            Ref = new CallRef(node.Index, index),
            NodeId = node.Id,
            Node = node.Node,
            Calls = node.Calls.Length,
            Priority = new CallPriority(node.Root, node.Index, index),
            Because = ReasonOf(node, call),
            Inputs = inputs,
            Extra = extra,
            Seen = node.Descriptor.SeesGraph ? SeenFrom(node) : null,
        };
        Order(node.Descriptor.HasLazyInputs && !call.IsSatisfied ? new AskCall(order) : new StartCall(order));
    }

    private RunReason ReasonOf(NodeState node, CallState call)
        => _options.Check ? RunReason.Checked
            : call.Key is null && _options.Reuse.ByRecipe ? RunReason.Volatile
            : call.OnRecord is not OutputsRecord ? RunReason.NotKnown
            : node.FilesWanted || call.MustRun ? RunReason.FilesGone
            : RunReason.BytesGone;

    private void ReuseCall(NodeState node, int index, OutputsRecord known)
    {
        var call = node.Calls[index];
        call.Result = known;
        if (known.Files.Length == 0 || !_options.Reuse.PutsFilesBack)
        {
            Finish(node, index, known, ran: false);
            return;
        }

        call.Phase = CallPhase.Ordered;
        Order(new RestoreFiles(new CallRef(node.Index, index), node.Id, known.Files));
    }

    private void Restored(FilesRestored signal)
    {
        var node = _nodes[signal.Call.Node];
        if (node.IsSettled)
        {
            return;
        }

        switch (signal)
        {
            case { Call.Index: < 0, Done: true }:
                Complete(node, recorded: true);
                break;
            case { Call.Index: < 0 }:
                node.FilesWanted = true;
                node.Phase = NodePhase.Waiting;
                AwaitInputs(node);
                break;
            case { Done: true }:
                Finish(node, signal.Call.Index, node.Calls[signal.Call.Index].Result!, ran: false);
                break;
            default:
                CallOf(signal).MustRun = true;
                CallOf(signal).Phase = CallPhase.Pending;
                _ready.Enqueue(node);
                break;
        }
    }

    private bool WantsWhatIsEmpty(NodeState node, CallState call)
    {
        for (var i = 0; call.Wanted is { } wanted && i < wanted.Length; i++)
        {
            if (wanted[i] && node.Node.Inputs[i].Kind == BindingKind.Link && !node.Descriptor.Inputs[i].IsList)
            {
                var (source, output) = SourceOf(node, node.Node.Inputs[i]);
                if (source.Outputs[output].IsEmpty)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static OutputsRecord AllBlocked(NodeState node, ResultValue block)
        => new([.. node.Descriptor.Outputs.Select(_ => ImmutableArray.Create(block))]);

    private bool IsUsable(ExpansionRecord expansion)
        => expansion.Outputs.All(HasIt) && expansion.Nodes.All(node => node.Inputs.All(input => HasIt(input.Value)));

    private bool HasIt(ExpansionValue value) => value is not ExpansionStored { Value: { Kind: not ResultKind.Blocked } stored } || _traces.HasValue(stored);
}
