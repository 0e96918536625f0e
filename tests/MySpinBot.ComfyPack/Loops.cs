using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Loops that unfold while they run: the end of a loop copies what lies between its two ends once more.</summary>
public static class Loops
{
    private const string Again = "Recurse";
    private const int Values = 5;

    /// <summary>What a loop that begins gives.</summary>
    public sealed record Beginning(
        [Output(Name = "FLOW_CONTROL", Type = "FLOW_CONTROL")] string FlowControl,
        [Output(Name = "value0")] object? Value0,
        [Output(Name = "value1")] object? Value1,
        [Output(Name = "value2")] object? Value2,
        [Output(Name = "value3")] object? Value3,
        [Output(Name = "value4")] object? Value4);

    /// <summary>What a loop that ends gives.</summary>
    public sealed record End(
        [Output(Name = "value0")] object? Value0,
        [Output(Name = "value1")] object? Value1,
        [Output(Name = "value2")] object? Value2,
        [Output(Name = "value3")] object? Value3,
        [Output(Name = "value4")] object? Value4);

    /// <summary>What a counted loop that begins gives.</summary>
    public sealed record CountedBeginning(
        [Output(Name = "flow_control", Type = "FLOW_CONTROL")] string FlowControl,
        [Output(Name = "remaining")] long Remaining,
        [Output(Name = "value1")] object? Value1,
        [Output(Name = "value2")] object? Value2,
        [Output(Name = "value3")] object? Value3,
        [Output(Name = "value4")] object? Value4);

    /// <summary>What a counted loop that ends gives.</summary>
    public sealed record CountedEnd(
        [Output(Name = "value1")] object? Value1,
        [Output(Name = "value2")] object? Value2,
        [Output(Name = "value3")] object? Value3,
        [Output(Name = "value4")] object? Value4);

    /// <summary>Begins a loop.</summary>
    [Node("TestWhileLoopOpen", Title = "While Loop Open", Category = "Testing/Flow")]
    public static Beginning Open(
        bool condition = true,
        [Input(Name = "initial_value0")] object? initial0 = null,
        [Input(Name = "initial_value1")] object? initial1 = null,
        [Input(Name = "initial_value2")] object? initial2 = null,
        [Input(Name = "initial_value3")] object? initial3 = null,
        [Input(Name = "initial_value4")] object? initial4 = null)
        => new("stub", initial0, initial1, initial2, initial3, initial4);

    /// <summary>Ends a loop, or does another round.</summary>
    [Node("TestWhileLoopClose", Title = "While Loop Close", Category = "Testing/Flow")]
    public static Outcome<End> Close(
        [Input(Name = "flow_control", Type = "FLOW_CONTROL")] RawLink flowControl,
        [Input(SocketOnly = true)] bool condition,
        LiveGraph graph,
        [Input(Name = "initial_value0")] object? initial0 = null,
        [Input(Name = "initial_value1")] object? initial1 = null,
        [Input(Name = "initial_value2")] object? initial2 = null,
        [Input(Name = "initial_value3")] object? initial3 = null,
        [Input(Name = "initial_value4")] object? initial4 = null,
        [Hidden(HiddenValue.NodeId)] string self = "")
    {
        object?[] values = [initial0, initial1, initial2, initial3, initial4];
        if (!condition)
        {
            return new End(values[0], values[1], values[2], values[3], values[4]);
        }

        var body = Between(graph, flowControl.NodeId, self);
        var fragment = new GraphFragment();
        foreach (var node in body)
        {
            var inputs = node.Inputs.Select(input => (input.Key, input.Value is RawLink link && body.Any(one => one.Id == link.NodeId)
                ? new FragmentLink(Copy(link.NodeId, self), link.Output)
                : input.Value));
            if (node.Id == flowControl.NodeId)
            {
                var given = values.Select((value, number) => ($"initial_value{number}", value)).ToList();
                inputs = inputs.Where(input => !given.Exists(one => one.Item1 == input.Key)).Concat(given.Where(one => one.value is not null));
            }

            fragment.Add(Copy(node.Id, self), node.ClassType, [.. inputs]);
        }

        return new Expansion(fragment, [.. Enumerable.Range(0, Values).Select(number => new FragmentLink(Again, number))]);
    }

    /// <summary>Begins a loop of so many rounds.</summary>
    [Node("TestForLoopOpen", Title = "For Loop Open", Category = "Testing/Flow")]
    public static Outcome<CountedBeginning> OpenCounted(
        [Range(0, 100000), Input(Step = 1)] long remaining = 1,
        [Input(Name = "initial_value1")] object? initial1 = null,
        [Input(Name = "initial_value2")] object? initial2 = null,
        [Input(Name = "initial_value3")] object? initial3 = null,
        [Input(Name = "initial_value4")] object? initial4 = null,
        [Input(Name = "initial_value0", Advanced = true, SocketOnly = true)] object? initial0 = null)
    {
        var left = initial0 is long given ? given : remaining;
        var fragment = new GraphFragment();
        fragment.Add("open", "TestWhileLoopOpen", [("condition", left), ("initial_value0", left), .. Given([initial1, initial2, initial3, initial4])]);
        return new Expansion(fragment, "stub", left, initial1, initial2, initial3, initial4);
    }

    /// <summary>Ends a loop of so many rounds.</summary>
    [Node("TestForLoopClose", Title = "For Loop Close", Category = "Testing/Flow")]
    public static Outcome<CountedEnd> CloseCounted(
        [Input(Name = "flow_control", Type = "FLOW_CONTROL")] RawLink flowControl,
        [Input(Name = "initial_value1")] RawLink? initial1 = null,
        [Input(Name = "initial_value2")] RawLink? initial2 = null,
        [Input(Name = "initial_value3")] RawLink? initial3 = null,
        [Input(Name = "initial_value4")] RawLink? initial4 = null)
    {
        var fragment = new GraphFragment();
        var left = fragment.Add("left", "TestIntMathOperation", ("operation", "subtract"), ("a", flowControl with { Output = 1 }), ("b", 1L));
        var goesOn = fragment.Add("goes_on", "TestToBoolNode", ("value", left.Output()));
        var close = fragment.Add("close", "TestWhileLoopClose",
            [("flow_control", flowControl), ("condition", goesOn.Output()), ("initial_value0", left.Output()), .. Given([initial1, initial2, initial3, initial4])]);
        return new Expansion(fragment, close.Output(1), close.Output(2), close.Output(3), close.Output(4));
    }

    private static IEnumerable<(string Name, object? Value)> Given(object?[] values)
        => values.Select((value, number) => ($"initial_value{number + 1}", value)).Where(one => one.value is not null);

    private static string Copy(string id, string self) => id == self ? Again : id;

    /// <summary>The two ends of a loop and all that hangs on the one and leads to the other.</summary>
    private static List<LiveNode> Between(LiveGraph graph, string open, string close)
    {
        var above = new Dictionary<string, LiveNode>(StringComparer.Ordinal);
        var consumers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var unread = new Stack<string>([close]);
        while (unread.TryPop(out var id))
        {
            if (above.ContainsKey(id) || graph.Find(id) is not { } node)
            {
                continue;
            }

            above.Add(id, node);
            foreach (var link in node.Inputs.Values.OfType<RawLink>())
            {
                (consumers.TryGetValue(link.NodeId, out var known) ? known : consumers[link.NodeId] = []).Add(id);
                unread.Push(link.NodeId);
            }
        }

        var inside = new HashSet<string>(StringComparer.Ordinal) { open, close };
        unread.Push(open);
        while (unread.TryPop(out var id))
        {
            foreach (var consumer in consumers.GetValueOrDefault(id, []).Where(inside.Add))
            {
                unread.Push(consumer);
            }
        }

        return [.. above.Values.Where(node => inside.Contains(node.Id))];
    }
}
