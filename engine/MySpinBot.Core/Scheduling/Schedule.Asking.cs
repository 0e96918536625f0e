using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Scheduling;

/// <content>Lazy inputs: a call is asked what it wants, waits for that without holding anything, and is asked again until it is satisfied.
/// What it wanted is on record under the content key of what it knew, so the record of a lazy call is a tree.</content>
public sealed partial class Schedule
{
    private void Asked(CallAsked signal)
    {
        var node = _nodes[signal.Call.Node];
        var call = CallOf(signal);
        if (node.IsSettled)
        {
            return;
        }

        call.Phase = CallPhase.Pending;
        var unknown = signal.Names.FirstOrDefault(name => InputCalled(node, name) < 0);
        if (unknown is not null)
        {
            Fail(node, new CallFailed(signal.Call, $"Node '{node.Id}' ({node.Node.Type.ClassType}) asked for an input '{unknown}', which it does not have."));
            return;
        }

        var names = signal.Names.Where(name => IsStillUnknown(node, call, InputCalled(node, name))).Order(StringComparer.Ordinal).ToImmutableArray();
        if (names.IsEmpty)
        {
            call.IsSatisfied = true;
        }
        else
        {
            if (call.Key is { } key && _options.Reuse.ByContent)
            {
                Record(key, new WantsRecord(names));
            }

            if (!WantLazily(node, signal.Call.Index, names))
            {
                return;
            }
        }

        _ready.Enqueue(node);
    }

    /// <returns>Whether all of them are there already.</returns>
    private bool WantLazily(NodeState node, int index, ImmutableArray<string> names)
    {
        var call = node.Calls[index];
        call.Wanted ??= new bool[node.Node.Inputs.Length];
        node.Wanted ??= new bool[node.Node.Inputs.Length];
        node.Waiting++;
        foreach (var name in names)
        {
            var input = InputCalled(node, name);
            if (input < 0)
            {
                continue;
            }

            call.Wanted[input] = true;
            node.Wanted[input] = true;
            if (node.Node.Inputs[input].Kind == BindingKind.Link)
            {
                Await(node, -1, node.Node.Inputs[input]);
            }
        }

        node.Waiting--;
        if (node.IsSettled || node.Waiting > 0)
        {
            return false;
        }

        // They are all here; if one of them is a longer list, or a path, the whole node is looked at again.
        if (node.Calls.Length < CountCalls(node) || !HasItsFiles(node))
        {
            _ready.Enqueue(node);
            return false;
        }

        return true;
    }

    private static int InputCalled(NodeState node, string name)
    {
        var inputs = node.Descriptor.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsStillUnknown(NodeState node, CallState call, int input)
        => node.Descriptor.Inputs[input].IsLazy && node.Node.Inputs[input].Kind == BindingKind.Link && call.Wanted?[input] != true;
}
