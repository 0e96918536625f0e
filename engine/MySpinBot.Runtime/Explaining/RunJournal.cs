using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;

namespace MySpinBot.Runtime.Explaining;

/// <summary>Gathers what became of each node of one run, so that <c>cache why</c> can tell it later. Takes events in order, from any thread.</summary>
public sealed class RunJournal
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StepRecord> _steps = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, StepInputs> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValidNode> _nodes;
    private readonly ValidGraph _graph;
    private DateTimeOffset _at;

    /// <summary>Begins a journal of a run of this graph.</summary>
    public RunJournal(ValidGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _graph = graph;
        _nodes = graph.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
    }

    /// <summary>Tells what a node was given, with the ids of the values that flowed into it. Nodes for which nobody tells it are recorded with what the graph says.</summary>
    public void Explain(string nodeId, StepInputs given)
    {
        lock (_lock)
        {
            _given[nodeId] = given;
        }
    }

    /// <summary>Notes an event of the run.</summary>
    public void Record(RunEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case RunStarted started:
                    _at = started.At;
                    break;
                case NodeStarted started:
                    Put(new StepRecord(started.NodeId, started.ClassType, StepFate.Unfinished, StepInputs.None) { RanBecause = started.Because });
                    break;
                case NodeFinished finished when _steps.TryGetValue(finished.NodeId, out var step):
                    Put(step with { Fate = StepFate.Ran });
                    break;
                case NodeReused reused:
                    Put(new StepRecord(reused.NodeId, reused.ClassType, StepFate.Reused, StepInputs.None) { ReusedBecause = reused.Because });
                    break;
                case NodeFailed failed:
                    Put((_steps.GetValueOrDefault(failed.NodeId) ?? new StepRecord(failed.NodeId, failed.ClassType, StepFate.Failed, StepInputs.None)) with { Fate = StepFate.Failed });
                    break;
                case NodeSkipped skipped:
                    Put(new StepRecord(skipped.NodeId, _nodes.GetValueOrDefault(skipped.NodeId)?.Type.ClassType ?? "", StepFate.Skipped, StepInputs.None) { SkippedBecauseOf = skipped.BecauseOf });
                    break;
            }
        }
    }

    /// <summary>The record of this run, each node compared with the run before.</summary>
    /// <param name="graphName">What the graph is called.</param>
    /// <param name="before">The record of the run before; null where there is none.</param>
    public RunRecord Close(string graphName, RunRecord? before)
    {
        lock (_lock)
        {
            var earlier = before?.Steps.ToDictionary(step => step.NodeId, StringComparer.Ordinal) ?? [];
            var ran = _steps.Values.Where(step => step.Fate == StepFate.Ran).Select(step => step.NodeId).ToHashSet(StringComparer.Ordinal);
            var steps = _order.Select(id => Complete(_steps[id], earlier.GetValueOrDefault(id), ran)).ToImmutableArray();

            // A node that this run never looked at (all below it was reused) keeps its earlier record: it is what the next difference is against.
            var kept = earlier.Values.Where(step => !_steps.ContainsKey(step.NodeId) && _nodes.ContainsKey(step.NodeId));
            return new RunRecord(graphName, _at, steps.AddRange(kept.Select(step => step with { IsEarlier = true })));
        }
    }

    private StepRecord Complete(StepRecord step, StepRecord? before, HashSet<string> ran)
    {
        var node = _nodes.GetValueOrDefault(step.NodeId);
        var given = _given.GetValueOrDefault(step.NodeId) ?? (node is null ? StepInputs.None : StepInputs.Of(_graph, node));
        var complete = step with { Given = given, Code = node?.Type.TypeId };
        return complete with { Why = StepDifference.Explain(before, complete, ran) };
    }

    private void Put(StepRecord step)
    {
        if (!_steps.ContainsKey(step.NodeId))
        {
            _order.Add(step.NodeId);
        }

        _steps[step.NodeId] = step;
    }
}
