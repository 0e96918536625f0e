using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Follows links through everything that is not in the flat graph: reroutes, muted and bypassed nodes, borders of subgraphs, named inputs.
/// What was followed once is remembered, so a long chain of reroutes with many readers costs its length once.</summary>
internal sealed class LinkResolution(ValidationOptions options, NearestNames nearest, List<GraphProblem> problems)
{
    private readonly Dictionary<(FlatNode Node, string? Output, int Slot), Origin?> _followed = [];
    private readonly List<(FlatNode Node, string? Output, int Slot)> _trail = [];

    public Origin Resolve(FlatNode holder, NodeInput input)
    {
        var step = new Step(holder.Frame, new InputPlace(holder.Id, holder.Entry.ClassType, input.Name), input.Value);
        _trail.Clear();
        Origin? origin = null;
        while (origin is null)
        {
            (origin, step) = Follow(step);
        }

        foreach (var passed in _trail)
        {
            _followed[passed] = origin;
        }

        return origin.Value;
    }

    private (Origin? Origin, Step Next) Follow(Step step) => step.Value switch
    {
        ConstantValue or SecretValue => (new Origin(WireKind.Value, Value: step.Value), step),
        GraphInputValue named => FollowNamedInput(step, named.Name),
        LinkValue link => FollowLink(step, link),
        _ => throw new InvalidOperationException($"{step.Place} is of the unknown kind {step.Value.GetType().Name}."),
    };

    private (Origin? Origin, Step Next) FollowNamedInput(Step step, string name)
    {
        if (step.Frame.Scope.Input(name) is not { } declared)
        {
            var names = step.Frame.Scope.Graph.Inputs.Select(input => input.Name).ToList();
            var there = names.Count == 0 ? "it has none" : $"it has {Shown.Names(names)}";
            problems.Add(step.Place.Problem(ProblemCodes.BadLink, $"takes input {Shown.Name(name)} of its graph, which it does not have; {there}.{nearest.Ask(name, names)}"));
            return (Origin.Broken, step);
        }

        if (step.Frame.User is { } user)
        {
            if (step.Frame.Given(name) is { } given)
            {
                return (null, new Step(user.Frame, new InputPlace(user.Id, user.Entry.ClassType, name), given));
            }
        }
        else if (options.Inputs.TryGetValue(name, out var value))
        {
            return (new Origin(WireKind.Value, Value: new ConstantValue(value)) { Named = name }, step);
        }

        var origin = declared.Default is { } constant
            ? new Origin(WireKind.Value, Value: new ConstantValue(constant))
            : Origin.None($"input {Shown.Name(name)} of the graph has neither a value nor a default");
        return (origin with { Named = step.Frame.User is null ? name : null }, step);
    }

    private (Origin? Origin, Step Next) FollowLink(Step step, LinkValue link)
    {
        if (!step.Frame.Nodes.TryGetValue(link.NodeId, out var source))
        {
            problems.Add(LinkFaults.NoNode(step.Place, link.NodeId, step.Frame.Nodes.Keys, nearest));
            return (Origin.Broken, step);
        }

        if (source.Role == NodeRole.Real)
        {
            return (OutputOf(step.Place, source, link), step);
        }

        var passed = (source, link.Output, link.Slot ?? 0);
        if (_followed.TryGetValue(passed, out var known))
        {
            return (known ?? Circle(source), step);
        }

        _followed[passed] = null;
        _trail.Add(passed);
        return Pass(step, source, link);
    }

    private (Origin? Origin, Step Next) Pass(Step step, FlatNode source, LinkValue link)
    {
        var node = $"node {Shown.Name(source.Id)} ({Shown.Plain(source.Entry.ClassType)})";
        switch (source.Role)
        {
            case NodeRole.Muted:
                return (Origin.None($"{node}, which it is linked to, is muted"), step);
            case NodeRole.Reroute:
                return source.Entry.Inputs.IsEmpty
                    ? (Origin.None($"{node}, which it is linked to, leads nowhere"), step)
                    : (null, new Step(source.Frame, new InputPlace(source.Id, source.Entry.ClassType, source.Entry.Inputs[0].Name), source.Entry.Inputs[0].Value));
            case NodeRole.Bypassed:
                return Bypass.Through(source, link) is { } through
                    ? (null, new Step(source.Frame, new InputPlace(source.Id, source.Entry.ClassType, "(bypassed)"), through))
                    : (Origin.None($"{node}, which it is linked to, is bypassed and has no input of that type to pass on"), step);
            case NodeRole.Subgraph when source.Inside is { } inside:
                if (inside.Scope.Output(link) is { } output)
                {
                    return (null, new Step(inside, new InputPlace(source.Id, source.Entry.ClassType, output.Name), output.Link));
                }

                problems.Add(LinkFaults.NoOutput(step.Place, node, [.. inside.Scope.Definition!.Outputs.Select(there => there.Name)], link.Output, link.Slot, nearest));
                return (Origin.Broken, step);
            default:
                return (Origin.Broken, step);
        }
    }

    private Origin OutputOf(InputPlace place, FlatNode source, LinkValue link)
    {
        if (source.Type is not { Descriptor: var type })
        {
            return new Origin(WireKind.Link, source, link.Slot ?? 0); // the unknown type is reported; what stands above it is still checked
        }

        var position = link.Slot ?? 0;
        if (link.Output is not null)
        {
            for (position = 0; position < type.Outputs.Length && type.Outputs[position].Name != link.Output; position++)
            {
            }
        }

        if (position >= 0 && position < type.Outputs.Length)
        {
            return new Origin(WireKind.Link, source, position);
        }

        problems.Add(LinkFaults.NoOutput(place, source.Id, type, link.Output, link.Slot, nearest));
        return Origin.Broken;
    }

    private Origin Circle(FlatNode source)
    {
        var path = _trail.Select(passed => passed.Node).SkipWhile(node => node != source).Reverse().Select(node => node.Id).ToList();
        path.Insert(0, source.Id);
        var shown = path.Count <= 10 ? string.Join(" -> ", path.Select(Shown.Plain)) : $"{string.Join(" -> ", path.Take(8).Select(Shown.Plain))} -> … ({path.Count - 9} more) -> {Shown.Plain(path[^1])}";
        problems.Add(new GraphProblem(ProblemCodes.Cycle, source.Id, null, $"Links lead in a circle through nodes that only pass them on: {shown}. Remove one of them.") { Path = path });
        return Origin.Broken;
    }

    private readonly record struct Step(Frame Frame, InputPlace Place, InputValue Value);
}
