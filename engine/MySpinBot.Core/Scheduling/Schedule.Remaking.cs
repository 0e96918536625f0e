using System.Collections.Immutable;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Scheduling;

/// <content>Bytes that a record speaks of may be gone. They are made again when, and only when, a call wants them.</content>
public sealed partial class Schedule
{
    private const int MostRemakes = 3;

    private void Missing(ValuesMissing signal)
    {
        var (node, call) = (_nodes[signal.Call.Node], CallOf(signal));
        call.Phase = CallPhase.Pending;
        call.MustRun |= call.OnRecord is ExpansionRecord;
        if (++call.Remakes > MostRemakes)
        {
            FailForLoss(node, signal.Call.Index);
        }
        else
        {
            _ready.Enqueue(node);
        }
    }

    /// <summary>Sees to it that all values a call takes can be had; those that cannot are made again first.</summary>
    private bool HaveBytes(NodeState node, CallState call)
    {
        var waiting = false;
        for (var i = 0; i < node.Node.Inputs.Length; i++)
        {
            var isGiven = !node.Descriptor.Inputs[i].IsLazy || call.Wanted?[i] == true;
            if (isGiven && node.Node.Inputs[i].Kind == BindingKind.Link)
            {
                waiting |= Remake(node, call, node.Node.Inputs[i]);
            }
        }

        foreach (var extra in node.Node.Extra)
        {
            waiting |= Remake(node, call, extra.Binding);
        }

        return !waiting && !node.IsSettled;
    }

    /// <returns>Whether the node has to wait for this source.</returns>
    private bool Remake(NodeState node, CallState call, Binding link)
    {
        var (source, output) = SourceOf(node, link);
        if (node.IsSettled || (source.Phase == NodePhase.Done && HasAll(source.Outputs[output])))
        {
            return false;
        }

        if (source.Phase == NodePhase.Done)
        {
            if (++call.Remakes > MostRemakes)
            {
                FailForLoss(node, 0);
                return true;
            }

            source.Forget();
            source.BytesWanted = true;
        }

        AwaitSource(new Waiter(node, -1), source);
        return true;
    }

    /// <summary>Paths have to be read before it is known which calls there are, so here it is the node that waits.</summary>
    private void RemakePaths(NodeState node, IEnumerable<PathRequest> paths)
    {
        // One more than there are, as when inputs are awaited at first.
        node.Waiting++;
        foreach (var input in paths.Select(path => path.Input).Distinct())
        {
            Remake(node, node.Paths, node.Node.Inputs[input]);
        }

        Arrived(node);
    }

    private bool HasAll(ImmutableArray<ResultValue> values)
    {
        foreach (var value in values)
        {
            if (value.Kind != ResultKind.Blocked && !_traces.HasValue(value))
            {
                return false;
            }
        }

        return true;
    }

    private void FailForLoss(NodeState node, int call)
        => Fail(node, new CallFailed(new CallRef(node.Index, call),
            $"The inputs of node '{node.Id}' are lost each time before it can read them. Is the cache folder full, or is something deleting it?"));

    /// <summary>Nodes wait for each other, which can only come of an expansion that links back to what waits for it. One of them fails, and says so.</summary>
    private void BreakCycle(NodeState stuck)
    {
        var seen = new Dictionary<NodeState, int>();
        var path = new List<NodeState>();
        var at = stuck;
        while (seen.TryAdd(at, path.Count))
        {
            path.Add(at);
            at = WaitsFor(at) ?? throw new InvalidOperationException($"Node '{at.Id}' is {at.Phase}, waits for nothing, and nothing is being done about it.");
        }

        var cycle = path[seen[at]..];
        Fail(at, new CallFailed(new CallRef(at.Index, 0),
            $"Node '{at.Id}' waits for itself: {string.Join(" <- ", cycle.Append(at).Select(node => node.Id))}. An expansion may not link to what waits for it."));
    }

    private NodeState? WaitsFor(NodeState node)
    {
        foreach (var binding in node.Node.Inputs.Concat(node.Node.Extra.Select(extra => extra.Binding)))
        {
            if (binding.Kind == BindingKind.Link && SourceOf(node, binding).Node is { IsSettled: false, Phase: not NodePhase.Idle } source)
            {
                return source;
            }
        }

        foreach (var call in node.Calls.Where(call => call.Phase == CallPhase.Expanded))
        {
            foreach (var output in call.Expansion.Where(output => output.Kind == BindingKind.Link))
            {
                if (SourceOf(call.Inner!, output).Node is { IsSettled: false } source)
                {
                    return source;
                }
            }
        }

        return null;
    }
}
