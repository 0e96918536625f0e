using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Scheduling;

/// <content>Backwards from the targets: what is wanted is looked up by its recipe, and only if that is not known are its inputs wanted.</content>
public sealed partial class Schedule
{
    private void Want(NodeState node)
    {
        if (node.Phase == NodePhase.Idle)
        {
            node.Phase = NodePhase.Waiting;
            _wanted.Push(node);
        }
    }

    /// <summary>Where the rules say so, everything that is known is told at once, whether it is needed or not.</summary>
    private void TellAllKnown()
    {
        for (var i = 0; _options.Reuse.LooksAtAll && i < _nodes.Count; i++)
        {
            if (KnownByRecipe(_nodes[i]) is { } known)
            {
                Reuse(_nodes[i], known);
            }
        }
    }

    private void LookUp(NodeState node)
    {
        if (node.Phase != NodePhase.Waiting || _cancelled)
        {
            return;
        }

        if (KnownByRecipe(node) is { } known)
        {
            Reuse(node, known);
        }
        else
        {
            AwaitInputs(node);
        }
    }

    private OutputsRecord? KnownByRecipe(NodeState node)
        => !_options.Check && !node.FilesWanted && node.RecipeKey is { } key && FindFor(node, key) is OutputsRecord known && IsUsable(node, known) ? known : null;

    /// <summary>What is on record, unless this run must not use it: it was made in another way than it has to be.</summary>
    private TraceRecord? FindFor(NodeState node, TraceKey key)
        => Find(key) is { } record && !(record is OutputsRecord made && _options.Strict?.OtherNotes(node.Id, made.Notes) is not null) ? record : null;

    private void Reuse(NodeState node, OutputsRecord known)
    {
        node.Reuse = ReuseReason.SameRecipe;
        Take(node, known);
        node.Phase = NodePhase.Active;
        if (known.Files.Length > 0 && _options.Reuse.PutsFilesBack)
        {
            Order(new RestoreFiles(new CallRef(node.Index, -1), node.Id, known.Files));
        }
        else
        {
            Complete(node, recorded: true);
        }
    }

    /// <summary>A record counts only if it has the right shape and what it stands for can be had where that is wanted.</summary>
    private bool IsUsable(NodeState node, OutputsRecord record)
    {
        if (record.Outputs.Length != node.Descriptor.Outputs.Length)
        {
            return false;
        }

        foreach (var file in record.Files)
        {
            if (!_traces.HasArtifact(file.Artifact.Id))
            {
                return false;
            }
        }

        foreach (var output in record.Outputs)
        {
            foreach (var value in output)
            {
                if ((node.BytesWanted || value.Kind == ResultKind.Live) && value.Kind != ResultKind.Blocked && !_traces.HasValue(value))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void AwaitInputs(NodeState node)
    {
        // One more than there are, so that a source which settles at once does not set the node off before all are counted.
        node.Waiting = 1;
        var inputs = node.Node.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Kind == BindingKind.Link && !(node.Descriptor.Inputs[i].IsLazy && node.Wanted?[i] != true))
            {
                Await(node, -1, inputs[i]);
            }
        }

        foreach (var extra in node.Node.Extra)
        {
            Await(node, -1, extra.Binding);
        }

        Arrived(node);
    }

    /// <summary>Makes a node (or an expanded call of it) wait for a link's source.</summary>
    private void Await(NodeState node, int call, Binding link)
    {
        if (node.IsSettled)
        {
            return;
        }

        var (source, _) = SourceOf(node, link);
        AwaitSource(new Waiter(node, call), source);
    }

    private void AwaitSource(Waiter waiter, NodeState source)
    {
        switch (source.Phase)
        {
            case NodePhase.Done:
                break;
            case NodePhase.Failed or NodePhase.Skipped:
                Skip(waiter.Node, source);
                break;
            default:
                if (waiter.Call < 0)
                {
                    waiter.Node.Waiting++;
                }
                else
                {
                    waiter.Node.Calls[waiter.Call].InnerWaiting++;
                }

                (source.Waiters ??= new List<Waiter>(1)).Add(waiter);
                Want(source);
                break;
        }
    }

    private void Arrived(NodeState node)
    {
        if (--node.Waiting == 0 && !node.IsSettled)
        {
            node.Phase = NodePhase.Active;
            _ready.Enqueue(node);
        }
    }

    /// <summary>The node and output behind a link; a link out of an expansion leads to where the expanding call's raw link led.</summary>
    private (NodeState Node, int Output) SourceOf(NodeState node, Binding link) => SourceOf(node.Scope, link);

    private (NodeState Node, int Output) SourceOf(Scope scope, Binding link)
        => link.Source >= 0 ? (_nodes[scope.FirstNode + link.Source], link.Output) : scope.Outer[~link.Source];
}
