using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>Does what a schedule says, in an order that chance decides, and writes down what it did.</summary>
internal sealed class ToyRunner(ToyStore store, Random random, int run)
{
    private readonly HashSet<CallRef> _started = [];

    /// <summary>Ids of the nodes of which a call ran, each call once.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>What each save node was given: an element is null for a blocked call.</summary>
    public Dictionary<string, SortedDictionary<int, long>> Saved { get; } = [];

    public List<RunEvent> Events { get; } = [];

    public EndRun? End { get; private set; }

    public ToyRunner Run(ValidGraph graph, ScheduleOptions? options = null)
    {
        var schedule = new Schedule(Planner.Plan(graph, PlanFacts.None), store, options ?? new ScheduleOptions());
        var open = new List<RunCommand>();
        Do(schedule.Start(), open);
        while (open.Count > 0)
        {
            var pick = random.Next(open.Count);
            var command = open[pick];
            open.RemoveAt(pick);
            Do(schedule.Handle(Answer(command)), open);
        }

        End.ShouldNotBeNull("The schedule has nothing more to do and never said so.");
        return this;
    }

    private void Do(IReadOnlyList<RunCommand> commands, List<RunCommand> open)
    {
        foreach (var command in commands)
        {
            End.ShouldBeNull("Nothing may follow the end.");
            switch (command)
            {
                case RecordTrace record:
                    store.Record(record.Key, record.Record);
                    break;
                case Publish publish:
                    Events.Add(publish.Event);
                    break;
                case EndRun end:
                    End = end;
                    break;
                default:
                    open.Add(command);
                    break;
            }
        }
    }

    private RunSignal Answer(RunCommand command) => command switch
    {
        AskCall ask => new CallAsked(ask.Order.Ref, Ask(ask.Order)),
        StartCall start => Start(start.Order),
        ResolveFiles resolve => Resolve(resolve),
        ReplayExpansion replay => new CallExpanded(replay.Call, replay.Record, Fragment(replay.Record), PlanFacts.None, 0),
        _ => throw new InvalidOperationException($"{command}"),
    };

    private ImmutableArray<string> Ask(CallOrder order) => [Value(order, 0) % 2 == 0 ? "even" : "odd"];

    /// <summary>The number that a path is names a file that holds it.</summary>
    private RunSignal Resolve(ResolveFiles order)
        => order.Paths.All(path => store.HasValue(path.Path))
            ? new FilesResolved(order.Node, [.. order.Paths.Select(path => (path, new FileReference($"{store.Get(path.Path)}", path.Path.Id, 8)))])
            : new CallFailed(new CallRef(order.Node, -1), "The path is lost.");

    private RunSignal Start(CallOrder order)
    {
        // A second start of the same call is right only when its bytes were lost.
        (_started.Add(order.Ref) || order.Because == RunReason.BytesGone).ShouldBeTrue($"{order.NodeId} call {order.Ref.Index} started twice.");
        Ran.Add(order.NodeId);
        var type = order.Node.Type.ClassType;
        switch (type)
        {
            case "FailsOn7" when Value(order, 0) % 7 == 0:
                return new CallFailed(order.Ref, "It is a multiple of seven.");
            case "Loop":
                var record = Expand(Value(order, 0), Value(order, 1));
                return new CallExpanded(order.Ref, record, Fragment(record), PlanFacts.None, 0);
            case "Save":
                Saved.TryAdd(order.NodeId, []);
                Saved[order.NodeId][order.Ref.Index] = Value(order, 0);
                return new CallFinished(order.Ref, new OutputsRecord([]), 0);
        }

        ImmutableArray<ResultValue> output = type switch
        {
            "Number" => [store.Put(Value(order, 0))],
            "Add" => [store.Put(Value(order, 0) + Value(order, 1))],
            "Range" => [.. Enumerable.Range(0, (int)Value(order, 1)).Select(i => store.Put(Value(order, 0) + i))],
            "Sum" => [store.Put(order.Inputs[0].Kind == CallInputKind.List ? order.Inputs[0].Values.Sum(store.Get) : Value(order, 0))],
            "Pick" => [store.Put(Value(order, Value(order, 0) % 2 == 0 ? 1 : 2))],
            "Open" => [store.Put(long.Parse(order.Inputs[0].Files[0].Path, System.Globalization.CultureInfo.InvariantCulture))],
            "Fickle" => [store.Put((Value(order, 0) % 100) + (1000 * run))],
            "FailsOn7" => [store.Put(Value(order, 0))],
            "BlocksOn5" => [store.Put(Value(order, 0) % 5 == 0 ? null : Value(order, 0))],
            _ => throw new InvalidOperationException(type),
        };
        return new CallFinished(order.Ref, new OutputsRecord([output]), 0);
    }

    private long Value(CallOrder order, int input) => order.Inputs[input].Kind switch
    {
        CallInputKind.Setting => (long)order.Node.Inputs[input].Constant!,
        CallInputKind.Value => store.Get(order.Inputs[input].Value),
        CallInputKind.Missing when order.Node.Inputs[input].Kind == BindingKind.Missing => -1,
        _ => throw new InvalidOperationException($"{order.NodeId} was started without its input {input}."),
    };

    /// <summary>times = 0: the value itself. Otherwise an Add and a Loop of one time less: a while loop as plugins write it.</summary>
    private ExpansionRecord Expand(long x, long times)
    {
        var value = new ExpansionStored(store.Put(x));
        return times <= 0
            ? new ExpansionRecord([], [value])
            : new ExpansionRecord(
                [
                    new ExpansionNode("add", "Add", [new ExpansionInput("a", value), new ExpansionInput("b", new ExpansionConstant($"{times}"))]),
                    new ExpansionNode("again", "Loop", [new ExpansionInput("x", new ExpansionLink("add", 0)), new ExpansionInput("times", new ExpansionConstant($"{times - 1}"))]),
                ],
                [new ExpansionLink("again", 0)]);
    }

    private static ValidFragment Fragment(ExpansionRecord record)
    {
        if (record.Nodes.IsEmpty)
        {
            return new ValidFragment(new ValidGraph([], []), [Binding.OfStored(((ExpansionStored)record.Outputs[0]).Value)]);
        }

        var times = (ExpansionConstant)record.Nodes[0].Inputs[1].Value;
        var left = (ExpansionConstant)record.Nodes[1].Inputs[1].Value;
        var add = new ValidNode
        {
            Id = "add",
            Type = ToyNodes.Add,
            Inputs = [Binding.OfStored(((ExpansionStored)record.Nodes[0].Inputs[0].Value).Value), Binding.OfConstant(long.Parse(times.Json))],
        };
        var again = new ValidNode { Id = "again", Type = ToyNodes.Loop, Inputs = [Binding.OfLink(0, 0), Binding.OfConstant(long.Parse(left.Json))] };
        return new ValidFragment(new ValidGraph([add, again], [1]), [Binding.OfLink(1, 0)]);
    }
}
