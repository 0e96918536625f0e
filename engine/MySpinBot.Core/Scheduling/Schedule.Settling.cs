using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>Calls end, nodes settle, and whoever waits is told.</content>
public sealed partial class Schedule
{
    private void Finished(CallFinished signal)
    {
        var node = _nodes[signal.Call.Node];
        var call = CallOf(signal);
        node.AnyRan = true;
        node.Seconds += signal.Seconds;
        Compare(node, signal.Call.Index, signal.Result);
        RecordCall(call, signal.Result, signal.Seconds);
        if (signal.BlockMessage is { } message)
        {
            Say(new NodeBlocked(node.Id, message));
        }

        if (_options.Strict?.OtherNotes(node.Id, signal.Result.Notes) is { } sentence)
        {
            Fail(node, new CallFailed(signal.Call, sentence));
        }
        else if (!node.IsSettled)
        {
            Finish(node, signal.Call.Index, signal.Result, ran: true);
        }
    }

    /// <summary>Puts on record what came of a call. Where calls are known by their node's recipe, the node's own record says it all, unless it must not be made.</summary>
    private void RecordCall(CallState call, TraceRecord record, double seconds)
    {
        if (!_options.Reuse.ByContent)
        {
            call.Held = record;
        }
        else if (call.Key is { } key)
        {
            Record(key, record, seconds);
        }
    }

    private void RecordHeld(NodeState node)
    {
        foreach (var call in node.Calls)
        {
            if (call is { Key: { } key, Held: { } held })
            {
                Record(key, held);
            }
        }
    }

    private void Compare(NodeState node, int index, OutputsRecord result)
    {
        if (node.Calls[index].OnRecord is not OutputsRecord before)
        {
            return;
        }

        for (var output = 0; output < result.Outputs.Length && output < before.Outputs.Length; output++)
        {
            if (!result.Outputs[output].SequenceEqual(before.Outputs[output]) && result.Outputs[output].All(value => value.Kind != ResultKind.Live))
            {
                Say(new ResultDiffered(node.Id, index, node.Descriptor.Outputs[output].Name, node.Descriptor.Repeatability != Repeatability.Volatile));
            }
        }
    }

    private void Finish(NodeState node, int index, OutputsRecord result, bool ran)
    {
        var call = node.Calls[index];
        (call.Phase, call.Result) = (CallPhase.Done, result);
        node.AnyRan |= ran;
        if (--node.CallsLeft == 0)
        {
            Complete(node, recorded: false);
        }
    }

    /// <summary>All calls are done: the node's outputs are theirs, one after the other.</summary>
    private void Complete(NodeState node, bool recorded)
    {
        if (!recorded)
        {
            var result = Assemble(node);
            Take(node, result);
            InheritFromSources(node);
            if (node.HasNoRecipeRecord)
            {
                RecordHeld(node);
            }
            else if (node.RecipeKey is { } key && !node.WasBlocked)
            {
                Record(key, result, node.Seconds);
            }
        }

        node.Phase = NodePhase.Done;
        SayWhatIsOther(node);
        Say(node.AnyRan
            ? new NodeFinished(node.Id, node.Node.Type.ClassType, node.Seconds, ShownOf(node))
            : node.WasBlocked ? new NodeBlocked(node.Id, null)
            : new NodeReused(node.Id, node.Node.Type.ClassType, node.Reuse, ShownOf(node)));
        _settled.Enqueue(node);
    }

    private static void Take(NodeState node, OutputsRecord result)
        => (node.Outputs, node.Shown, node.SavedFiles, node.Notes) = (result.Outputs, result.Shown, result.Files, result.Notes);

    private static JsonElement? ShownOf(NodeState node) => node.Shown.IsEmpty ? null : JsonElement.Parse(node.Shown.Span);

    private static OutputsRecord Assemble(NodeState node)
    {
        if (node.Calls is [{ Result: { } only }])
        {
            return only;
        }

        var outputs = new ImmutableArray<ResultValue>[node.Descriptor.Outputs.Length];
        for (var output = 0; output < outputs.Length; output++)
        {
            outputs[output] = [.. node.Calls.SelectMany(call => call.Result!.Outputs[output])];
        }

        return new OutputsRecord(ImmutableCollectionsMarshal.AsImmutableArray(outputs))
        {
            Shown = ShownItems.Merge(node.Calls.Select(call => call.Result!.Shown)),
            Files = [.. node.Calls.SelectMany(call => call.Result!.Files)],
            Notes = NoteList.Merge(node.Calls.Select(call => call.Result!.Notes)),
        };
    }

    /// <summary>What hides effects or chance above hides them here too.</summary>
    private void InheritFromSources(NodeState node)
    {
        foreach (var input in node.Node.Inputs)
        {
            if (input.Kind == BindingKind.Link)
            {
                Inherit(node, SourceOf(node, input).Node);
            }
        }

        foreach (var extra in node.Node.Extra)
        {
            Inherit(node, SourceOf(node, extra.Binding).Node);
        }
    }

    private static void Inherit(NodeState node, NodeState source)
    {
        node.HidesChance |= source.HidesChance;
        node.HidesOutputs |= source.HidesOutputs;
    }

    private void Notify(NodeState settled)
    {
        var waiters = settled.Waiters;
        settled.Waiters = null;
        foreach (var waiter in waiters ?? [])
        {
            if (waiter.Node.IsSettled)
            {
                continue;
            }

            if (settled.Phase != NodePhase.Done)
            {
                Skip(waiter.Node, settled);
            }
            else if (waiter.Call < 0)
            {
                Arrived(waiter.Node);
            }
            else
            {
                InnerArrived(waiter.Node, waiter.Call);
            }
        }
    }

    private void Fail(NodeState node, CallFailed failure)
    {
        if (node.IsSettled)
        {
            return;
        }

        node.Phase = NodePhase.Failed;
        Say(new NodeFailed(node.Id, node.Node.Type.ClassType, failure.Call.Index, failure.Sentence, failure.Input, failure.Details));
        _settled.Enqueue(node);
    }

    private void Skip(NodeState node, NodeState? source)
    {
        if (node.IsSettled)
        {
            return;
        }

        node.Phase = NodePhase.Skipped;
        node.Cause = source?.Cause ?? source;
        Say(new NodeSkipped(node.Id, node.Cause?.Id));
        _settled.Enqueue(node);
    }
}
