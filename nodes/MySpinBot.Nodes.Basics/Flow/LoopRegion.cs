using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>What a drawn loop does in each round, read from the graph: all that its end hangs on, up to its beginning. What lies outside the loop
/// comes along as a copy; having the same key as the original, it is not computed again.</summary>
internal sealed class LoopRegion(JsonElement prompt, string open, ImmutableHashSet<string> enclosing)
{
    private const int FirstValue = 1;
    private const int IndexOutput = FirstValue + LoopProgram.States;

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BodyNode> _innerLoops = new(StringComparer.Ordinal);
    private readonly List<BodyNode> _nodes = [];
    private bool[] _carried = [];

    public LoopProgram Program(RawLink condition, RawLink?[] values)
    {
        _carried = [.. values.Select(value => value is not null)];
        var states = values.Select((link, number) => (number, link)).Where(value => value.link is not null).ToList();
        Collect([Link(condition), .. states.Select(state => Link(state.link!))]);
        return LoopProgram.Of(_nodes, Inner(Link(condition)), states.Select(state => (state.number, Inner(Link(state.link!)))));
    }

    private static BodyLink Link(RawLink link) => new(link.NodeId, link.Output);

    /// <summary>Reads the nodes that these links hang on, sources first. Ids are counted anew: renaming a node changes no program.</summary>
    private void Collect(IEnumerable<BodyLink> links)
    {
        var path = new HashSet<string>(StringComparer.Ordinal);
        var work = new Stack<(string Id, bool IsDone)>(links.Reverse().Select(link => (Through(link).Source, false)));
        while (work.TryPop(out var next))
        {
            if (next.IsDone)
            {
                path.Remove(next.Id);
                var count = string.Create(CultureInfo.InvariantCulture, $"n{_nodes.Count}");
                _nodes.Add(Copied(next.Id, count));
                _ids[next.Id] = count;
                continue;
            }

            if (next.Id == open || _ids.ContainsKey(next.Id))
            {
                continue;
            }

            if (enclosing.Contains(next.Id))
            {
                throw new NodeFailure($"The loop that begins with '{open}' uses a value of the loop around it, which begins with '{next.Id}', and would see the one of its first round only; "
                    + $"link that value to '{open}' and take it from there.");
            }

            if (!path.Add(next.Id))
            {
                throw new NodeFailure($"Node '{next.Id}' of the loop hangs on itself.");
            }

            work.Push((next.Id, true));
            foreach (var link in Sources(next.Id).Reverse())
            {
                work.Push((Through(link).Source, false));
            }
        }
    }

    private IEnumerable<BodyLink> Sources(string id)
    {
        var node = Node(id);
        return (IsEnd(node) ? InnerLoop(node) : node).Links;
    }

    /// <summary>A value of the loop that is not carried is what feeds the beginning.</summary>
    private BodyLink Through(BodyLink link)
    {
        var state = link.Output - FirstValue;
        if (link.Source != open || state is < 0 or >= LoopProgram.States || _carried[state])
        {
            return link;
        }

        return Fed(state) as BodyLink ?? link;
    }

    private object? Fed(int state) => Node(open).Inputs.FirstOrDefault(input => input.Name == ValueName(state)).Value;

    private static string ValueName(int state) => string.Create(CultureInfo.InvariantCulture, $"value{state}");

    private BodyNode Copied(string id, string copy)
    {
        var node = Node(id);
        node = IsEnd(node) ? InnerLoop(node) : node;
        return node with { Id = copy, Inputs = [.. node.Inputs.Select(input => (input.Name, input.Value is BodyLink link ? Value(link) : input.Value))] };
    }

    private object Value(BodyLink link)
    {
        var state = link.Output - FirstValue;
        return link.Source == open && state is >= 0 and < LoopProgram.States && !_carried[state] && Fed(state) is JsonElement constant ? constant : Inner(link);
    }

    /// <summary>A link as the program writes it.</summary>
    private BodyLink Inner(BodyLink link)
    {
        link = Through(link);
        if (link.Source != open)
        {
            return link with { Source = _ids[link.Source] };
        }

        var state = link.Output - FirstValue;
        return link.Output == IndexOutput ? new BodyLink("index", 0)
            : state is >= 0 and < LoopProgram.States && _carried[state] ? new BodyLink(LoopProgram.State(state), 0)
            : throw new NodeFailure($"The loop uses output {link.Output} of its beginning '{open}', to which nothing is linked; link a value there.");
    }

    /// <summary>The end of a loop within the loop, as the step that it would unfold into after its first round.</summary>
    private BodyNode InnerLoop(BodyNode end) => _innerLoops.TryGetValue(end.Id, out var known) ? known : _innerLoops[end.Id] = Lowered(end);

    private BodyNode Lowered(BodyNode end)
    {
        var inputs = end.Inputs.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal);
        var (loop, condition) = (Required(end, inputs, "loop"), Required(end, inputs, "condition"));
        var inner = new LoopRegion(prompt, loop.Source, enclosing.Add(open));

        // A value that stays the same may change with the rounds of this loop, so the inner one carries it.
        var values = Enumerable.Range(0, LoopProgram.States)
            .Select(state => inputs.GetValueOrDefault(ValueName(state)) as BodyLink ?? (inner.Fed(state) is BodyLink ? new BodyLink(loop.Source, state + FirstValue) : null)).ToArray();
        var program = inner.Program(Raw(condition), [.. values.Select(link => link is null ? null : Raw(link))]);
        return new BodyNode(end.Id, "WhileStep",
        [
            ("condition", condition), ("program", program.ToJson()), ("iteration", JsonElement.Parse("1")),
            ("max_iterations", inputs.GetValueOrDefault("max_iterations") ?? JsonElement.Parse("100")),
            .. values.Select((link, state) => (LoopProgram.State(state), (object?)link)).Where(state => state.Item2 is not null).Select(state => (state.Item1, state.Item2!)),
        ]);
    }

    private static RawLink Raw(BodyLink link) => new(link.Source, link.Output);

    private static BodyLink Required(BodyNode end, Dictionary<string, object> inputs, string name)
        => inputs.GetValueOrDefault(name) as BodyLink ?? throw new NodeFailure($"Nothing is linked to '{name}' of the loop's end '{end.Id}'.");

    private static bool IsEnd(BodyNode node) => node.ClassType == "WhileLoopClose";

    private BodyNode Node(string id) => prompt.ValueKind == JsonValueKind.Object && prompt.TryGetProperty(id, out var node)
        ? BodyNode.Read(id, node, "prompt")
        : throw new NodeFailure($"The loop uses node '{id}', which is not in the submitted graph; loops are drawn in the graph itself, not in what a node unfolds into.");
}
