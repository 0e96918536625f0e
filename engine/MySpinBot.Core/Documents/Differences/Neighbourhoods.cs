namespace MySpinBot.Core.Documents.Differences;

/// <summary>How the surroundings of nodes look that have lost their names: each node alone, then with its neighbours over links, then with theirs (Weisfeiler and Leman's colours).
/// Neighbours that kept their names are known by these.</summary>
internal static class Neighbourhoods
{
    /// <summary>How many links far is looked.</summary>
    public const int Widest = 4;

    /// <summary>Shapes by width, then by id.</summary>
    /// <param name="nameless">The nodes that are looked at.</param>
    /// <param name="all">All nodes of their graph.</param>
    /// <param name="typeNow">What a type is called.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, ulong>> Of(List<NodeEntry> nameless, IReadOnlyList<NodeEntry> all, Func<string, string> typeNow)
    {
        var alone = nameless.ToDictionary(node => node.Id, node => NodeShape.Of(node, typeNow(node.ClassType)), StringComparer.Ordinal);
        var links = Links(all, alone).ToList();
        var widths = new List<IReadOnlyDictionary<string, ulong>> { alone };
        for (var width = 1; width <= Widest; width++)
        {
            widths.Add(Wider(alone, widths[^1], links));
        }

        return widths;
    }

    private static Dictionary<string, ulong> Wider(Dictionary<string, ulong> alone, IReadOnlyDictionary<string, ulong> seen, List<Neighbour> links)
    {
        var wider = new Dictionary<string, ulong>(alone, StringComparer.Ordinal);
        foreach (var link in links)
        {
            // A sum: order does not count.
            Add(wider, link.To, NodeShape.Fold(link.Input, Look(seen, link.From)));
            Add(wider, link.From, NodeShape.Fold(link.Input + 1, Look(seen, link.To)));
        }

        return wider;
    }

    private static ulong Look(IReadOnlyDictionary<string, ulong> seen, string id) => seen.TryGetValue(id, out var shape) ? shape : NodeShape.Text(id);

    private static void Add(Dictionary<string, ulong> shapes, string id, ulong more)
    {
        if (shapes.TryGetValue(id, out var shape))
        {
            shapes[id] = shape + more;
        }
    }

    private static IEnumerable<Neighbour> Links(IReadOnlyList<NodeEntry> all, Dictionary<string, ulong> nameless)
    {
        foreach (var node in all)
        {
            foreach (var input in node.Inputs)
            {
                if (input.Value is LinkValue link && (nameless.ContainsKey(node.Id) || nameless.ContainsKey(link.NodeId)))
                {
                    yield return new Neighbour(link.NodeId, node.Id, NodeShape.Text(input.Name));
                }
            }
        }
    }

    private readonly record struct Neighbour(string From, string To, ulong Input);
}
