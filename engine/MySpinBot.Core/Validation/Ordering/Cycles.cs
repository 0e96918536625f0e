using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Ordering;

/// <summary>One problem for each knot of links that lead in a circle (a strongly connected component), with one way around it.</summary>
internal static class Cycles
{
    private const int MostShown = 8;

    public static IEnumerable<GraphProblem> In(IReadOnlyList<WiredNode> nodes, IReadOnlyList<int> reached)
        => from knot in Components.Of(nodes, reached)
           where knot.Count > 1 || LinksOf(nodes[knot[0]]).Contains(knot[0])
           let first = knot.Min()
           orderby first
           select Problem(nodes, WayAround(nodes, knot, first));

    /// <summary>Positions of the nodes that this one needs.</summary>
    public static IEnumerable<int> LinksOf(WiredNode node) => node.Inputs.Where(wire => wire.Kind == WireKind.Link).Select(wire => wire.Source);

    // Breadth first against the links, so the way is a shortest one; told in the direction in which values flow.
    private static List<int> WayAround(IReadOnlyList<WiredNode> nodes, List<int> knot, int first)
    {
        var inside = knot.ToHashSet();
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>([first]);
        while (!cameFrom.ContainsKey(first) && queue.TryDequeue(out var node))
        {
            foreach (var source in LinksOf(nodes[node]).Where(inside.Contains))
            {
                if (cameFrom.TryAdd(source, node))
                {
                    queue.Enqueue(source);
                }
            }
        }

        var way = new List<int> { first };
        do
        {
            way.Add(cameFrom[way[^1]]);
        }
        while (way[^1] != first);

        return way;
    }

    private static GraphProblem Problem(IReadOnlyList<WiredNode> nodes, List<int> way)
    {
        var names = way.Select(node => $"{Shown.Plain(nodes[node].Id)} ({Shown.Plain(nodes[node].ClassType)})").ToList();
        var shown = names.Count <= MostShown + 2
            ? string.Join(" -> ", names)
            : string.Join(" -> ", names.Take(MostShown)) + $" -> … ({names.Count - MostShown - 1} more) -> {names[^1]}";
        return new GraphProblem(ProblemCodes.Cycle, nodes[way[0]].Id, null, $"Links lead in a circle: {shown}. Remove one of them.")
        {
            Path = way.ConvertAll(node => nodes[node].Id),
        };
    }
}
