using System.Collections.Immutable;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Scheduling;

/// <content>A call that expands is replaced by nodes, which are looked up, run and recorded like any others; its outputs are theirs.</content>
public sealed partial class Schedule
{
    private void Expanded(CallExpanded signal)
    {
        var node = _nodes[signal.Call.Node];
        var call = CallOf(signal);
        var replayed = call.OnRecord is ExpansionRecord && !_options.Check && !call.MustRun;
        node.AnyRan |= !replayed;
        node.Seconds += signal.Seconds;
        if (node.IsSettled)
        {
            return;
        }

        var inner = signal.Fragment.Graph.Nodes.Length;
        if (_nodes.Count + inner > _options.MaxNodes)
        {
            Fail(node, new CallFailed(signal.Call,
                $"Node '{node.Id}' would let the run grow to {_nodes.Count + inner} nodes; the most is {_options.MaxNodes}. A loop that never ends does that."));
            return;
        }

        if (FurtherLinks(node, signal) is not { } further)
        {
            return;
        }

        // Where links lead by the names of nodes, the record would be of no use in a graph with other names.
        if (!replayed && further.IsEmpty)
        {
            RecordCall(call, signal.Record, signal.Seconds);
        }

        if (!replayed)
        {
            Say(new NodeExpanded(node.Id, signal.Call.Index, inner));
        }

        Insert(node, signal, OuterLinks(node).AddRange(further));
    }

    private void Insert(NodeState node, CallExpanded signal, ImmutableArray<(NodeState Node, int Output)> outer)
    {
        var call = CallOf(signal);
        var keys = outer.Select(link => (link.Node.HasNoRecipeRecord ? null : link.Node.RecipeKey, link.Output)).ToArray();
        var prefix = Scope.PrefixWithin(node, signal.Call.Index);
        var plan = Planner.Plan(signal.Fragment.Graph, signal.Facts, keys, prefix);
        if (_options.Strict?.OtherExpansion(node.Id, new NodePortrait(), plan, prefix, index => (outer[index].Node.Id, outer[index].Output)) is { } sentence)
        {
            Fail(node, new CallFailed(signal.Call, sentence));
            return;
        }

        var scope = new Scope(plan, _nodes.Count, prefix) { Parent = node, Outer = outer, IsKeyed = node.Scope.IsKeyed };
        Enter(scope, node);

        (call.Phase, call.Expansion, call.Inner) = (CallPhase.Expanded, signal.Fragment.Outputs, scope);
        var outputs = plan.Graph.Targets.Where(target => plan.Graph.Nodes[target].Type.Descriptor.IsOutput).ToList();
        node.HidesOutputs |= outputs.Count > 0;
        node.HidesChance |= plan.RecipeKeys.Any(key => key is null);
        foreach (var target in outputs)
        {
            _targets.Add(_nodes[scope.FirstNode + target]);
            Want(_nodes[scope.FirstNode + target]);
        }

        call.InnerWaiting = 1;
        foreach (var output in signal.Fragment.Outputs)
        {
            if (output.Kind == BindingKind.Link && !node.IsSettled)
            {
                AwaitSource(new Waiter(node, signal.Call.Index), SourceOf(scope, output).Node);
            }
        }

        InnerArrived(node, signal.Call.Index);
    }

    /// <summary>Somebody wants the bytes of this call's outputs, and some of the nodes that they come from were found on record without them.</summary>
    /// <returns>Whether the call has to wait for them.</returns>
    private bool RemakeInner(NodeState node, int index)
    {
        var call = node.Calls[index];
        call.InnerWaiting = 1;
        foreach (var output in call.Expansion.Where(output => output.Kind == BindingKind.Link))
        {
            var (source, slot) = SourceOf(call.Inner!, output);
            if (source.Phase == NodePhase.Done && !HasAll(source.Outputs[slot]))
            {
                if (++call.Remakes > MostRemakes)
                {
                    FailForLoss(node, index);
                    return true;
                }

                source.Forget();
                source.BytesWanted = true;
                AwaitSource(new Waiter(node, index), source);
            }
        }

        return --call.InnerWaiting > 0;
    }

    /// <summary>The raw links that a node was given, in the order of declaration.</summary>
    private ImmutableArray<(NodeState Node, int Output)> OuterLinks(NodeState node)
        => [.. node.Node.Inputs.Where(input => input.Kind == BindingKind.RawLink).Select(input => SourceOf(node, input))];

    private void InnerArrived(NodeState node, int index)
    {
        var call = node.Calls[index];
        if (--call.InnerWaiting > 0 || node.IsSettled || (node.BytesWanted && RemakeInner(node, index)))
        {
            return;
        }

        var outputs = ImmutableArray.CreateBuilder<ImmutableArray<ResultValue>>(call.Expansion.Length);
        foreach (var output in call.Expansion)
        {
            switch (output.Kind)
            {
                case BindingKind.Link:
                    var (source, slot) = SourceOf(call.Inner!, output);
                    Inherit(node, source);
                    outputs.Add(source.Outputs[slot]);
                    break;
                case BindingKind.Stored:
                    outputs.Add([output.Value]);
                    break;
                default:
                    throw new InvalidOperationException($"An output of an expansion is a link or a stored value, not a {output.Kind}.");
            }
        }

        Finish(node, index, new OutputsRecord(outputs.MoveToImmutable()), ran: false);
    }
}
