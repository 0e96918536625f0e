using System.Collections.Immutable;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>What stands above a node: some nodes look at it, and expansions may link to it.</content>
public sealed partial class Schedule
{
    /// <summary>The node itself and all that it hangs on, by id, raw links included.</summary>
    private Dictionary<string, NodeState> Above(NodeState node)
    {
        var above = new Dictionary<string, NodeState>(StringComparer.Ordinal) { [node.Id] = node };
        var open = new Stack<NodeState>([node]);
        while (open.TryPop(out var next))
        {
            foreach (var binding in next.Node.Inputs)
            {
                Meet(next, binding);
            }

            foreach (var extra in next.Node.Extra)
            {
                Meet(next, extra.Binding);
            }
        }

        return above;

        void Meet(NodeState from, Binding binding)
        {
            if (binding.Kind is BindingKind.Link or BindingKind.RawLink && SourceOf(from, binding).Node is var source && above.TryAdd(source.Id, source))
            {
                open.Push(source);
            }
        }
    }

    /// <summary>The same as data, for a call.</summary>
    private Dictionary<string, SeenNode> SeenFrom(NodeState node)
        => Above(node).ToDictionary(one => one.Key, one => Seen(one.Value), StringComparer.Ordinal);

    private SeenNode Seen(NodeState node) => new(
        node.Node,
        [.. node.Node.Inputs.Select(binding => binding.Kind is BindingKind.Link or BindingKind.RawLink ? LinkOf(node, binding) : null)],
        [.. node.Node.Extra.Select(extra => (extra.Name, LinkOf(node, extra.Binding)))]);

    private RawLink LinkOf(NodeState node, Binding binding)
    {
        var (source, output) = SourceOf(node, binding);
        return new RawLink(source.Id, output);
    }

    /// <summary>What the links of an expansion lead to that are not among the raw links its call was given; null after saying what is wrong with one.</summary>
    private ImmutableArray<(NodeState Node, int Output)>? FurtherLinks(NodeState node, CallExpanded signal)
    {
        if (signal.Further.IsEmpty)
        {
            return [];
        }

        var above = Above(node);
        var found = ImmutableArray.CreateBuilder<(NodeState, int)>(signal.Further.Length);
        foreach (var link in signal.Further)
        {
            if (!above.TryGetValue(link.NodeId, out var source) || source == node)
            {
                Fail(node, new CallFailed(signal.Call, $"Node '{node.Id}' expanded with a link to '{link.NodeId}', which it does not hang on. An expansion may link to what stands above its node."));
                return null;
            }

            if (link.Output < 0 || link.Output >= source.Descriptor.Outputs.Length)
            {
                Fail(node, new CallFailed(signal.Call,
                    $"Node '{node.Id}' expanded with a link to output {link.Output} of '{link.NodeId}' ({source.Node.Type.ClassType}), which has {source.Descriptor.Outputs.Length}."));
                return null;
            }

            found.Add((source, link.Output));
        }

        return found.MoveToImmutable();
    }
}
