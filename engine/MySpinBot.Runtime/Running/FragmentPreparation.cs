using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Makes an expansion ready to run: values go into the store, nodes are checked like any others, files and fingerprints are looked up.</summary>
internal sealed class FragmentPreparation(Func<Catalog> catalog, IRunResults results, FactFinding facts)
{
    /// <summary>The most nodes that one call may expand to.</summary>
    private const int MostNodes = 100_000;

    public async ValueTask<RunSignal> Prepare(CallOrder order, Expansion expansion, double seconds, CancellationToken cancellation)
    {
        if (expansion.Fragment.Nodes.Count > MostNodes)
        {
            throw new NodeFailure($"Node '{order.NodeId}' expanded to {expansion.Fragment.Nodes.Count} nodes; one call may expand to {MostNodes}.");
        }

        var wanted = order.Node.Type.Descriptor.Outputs.Length;
        if (expansion.Outputs.Length != wanted)
        {
            throw new NodeFailure($"Node '{order.NodeId}' expanded with {expansion.Outputs.Length} outputs; '{order.Node.Type.ClassType}' has {wanted}.");
        }

        var links = OuterLinks(order);
        var given = links.Count;
        var nodes = expansion.Fragment.Nodes.Select(node => new ExpansionNode(
            node.Id, node.ClassType, [.. node.Inputs.Select(input => new ExpansionInput(input.Key, Value(order, input.Value, links, isOutput: false)))]));
        var record = new ExpansionRecord([.. nodes], [.. expansion.Outputs.Select(output => Value(order, output, links, isOutput: true))]);
        var ready = await Ready(order.Ref, order.NodeId, record, links.Count, seconds, isInCall: true, cancellation);
        return ready with { Further = [.. links.Skip(given)] };
    }

    public async ValueTask<RunSignal> Replay(ReplayExpansion order, CancellationToken cancellation)
    {
        try
        {
            // How many links the call was given is not known here, and need not be: the record was checked when it was made.
            var count = OuterLinkCount(order.Record);
            return await Ready(order.Call, "", order.Record, count, 0, isInCall: false, cancellation);
        }
        catch (NodeFailure)
        {
            // A type that has gone, a file that is no longer there: the call runs again and says what it says.
            return new ValuesMissing(order.Call);
        }
        catch (OperationCanceledException)
        {
            return new CallCancelled(order.Call);
        }
    }

    private async ValueTask<CallExpanded> Ready(CallRef call, string nodeId, ExpansionRecord record, int links, double seconds, bool isInCall, CancellationToken cancellation)
    {
        var checkedFragment = FragmentValidator.Validate(record, catalog(), links);
        if (checkedFragment.Fragment is not { } fragment)
        {
            throw new NodeFailure($"What node '{nodeId}' expanded to cannot run. {string.Join(' ', checkedFragment.Problems.Select(problem => problem.Sentence))}");
        }

        var (found, faults) = await facts.Gather(fragment.Graph, isInCall, cancellation);
        return faults.IsEmpty
            ? new CallExpanded(call, record, fragment, found, seconds)
            : throw new NodeFailure($"What node '{nodeId}' expanded to cannot run. {string.Join(' ', faults.Select(fault => fault.Sentence))}");
    }

    private static List<RawLink> OuterLinks(CallOrder order)
        => [.. order.Inputs.Where(input => input.Kind == CallInputKind.RawLink).Select(input => input.Link!)];

    private static int OuterLinkCount(ExpansionRecord record)
        => record.Nodes.SelectMany(node => node.Inputs).Select(input => input.Value).Concat(record.Outputs)
            .OfType<ExpansionOuterLink>().Select(link => link.Index + 1).DefaultIfEmpty(0).Max();

    private ExpansionValue Value(CallOrder order, object? value, List<RawLink> links, bool isOutput)
    {
        switch (value)
        {
            case FragmentLink link:
                return new ExpansionLink(link.NodeId, link.Output);
            case RawLink link:
                // What the call was not given is looked for above its node.
                var index = links.IndexOf(link);
                if (index < 0)
                {
                    index = links.Count;
                    links.Add(link);
                }

                return new ExpansionOuterLink(index);
            case SeenValue seen:
                return new ExpansionStored(seen.Value);
            case Blocked blocked:
                return new ExpansionStored(results.PutBlocked(blocked.Message));
            case double number when !double.IsFinite(number):
                // JSON has no such numbers.
                return new ExpansionStored(results.Put(value));
            case long or int or double or bool or string or JsonElement when !isOutput:
                return new ExpansionConstant(JsonSerializer.Serialize(value, value.GetType()));
            default:
                return new ExpansionStored(results.Put(value));
        }
    }
}
