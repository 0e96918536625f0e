using System.Collections.Immutable;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Which node of the earlier graph is which of the later: by id where the type is the same; of the others, who looks the same and stands among the same neighbours, however it is called.</summary>
internal sealed class NodePairs
{
    private readonly Dictionary<string, NodeEntry> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeEntry> _after = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _was = new(StringComparer.Ordinal);
    private readonly Func<string, string> _typeNow;

    /// <param name="before">The earlier nodes.</param>
    /// <param name="after">The later ones.</param>
    /// <param name="typeNow">What a type of an earlier node is called now.</param>
    public NodePairs(ImmutableArray<NodeEntry> before, ImmutableArray<NodeEntry> after, Func<string, string> typeNow)
    {
        _typeNow = typeNow;
        Index(before, _before);
        Index(after, _after);
        foreach (var node in after)
        {
            if (_before.TryGetValue(node.Id, out var same) && typeNow(same.ClassType) == node.ClassType)
            {
                Pair(same, node);
            }
        }

        PairByLooks();
        PairByLikeness();
        foreach (var (id, node) in _after)
        {
            if (_before.TryGetValue(id, out var same) && !IsPaired(same, node))
            {
                Pair(same, node); // another type under the same id
            }
        }
    }

    /// <summary>What an earlier node is called now: its id where it is gone or never was.</summary>
    public string Now(string id)
    {
        if (_now.TryGetValue(id, out var now))
        {
            return now;
        }

        // A node within a subgraph: user:inner.
        return id.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && _now.TryGetValue(id[..colon], out var user) ? user + id[colon..] : id;
    }

    /// <summary>The earlier node that a later one was; null for a new one.</summary>
    public NodeEntry? Before(string id) => _was.TryGetValue(id, out var was) ? _before[was] : null;

    /// <summary>Whether an earlier node is still there.</summary>
    public bool Remains(string id) => _now.ContainsKey(id);

    /// <summary>Whether both inputs are given the same.</summary>
    public bool AreSame(InputValue before, InputValue after) => (before, after) switch
    {
        (ConstantValue was, ConstantValue now) => System.Text.Json.JsonElement.DeepEquals(was.Json, now.Json),
        (LinkValue was, LinkValue now) => AreSame(was, now),
        _ => before == after,
    };

    /// <summary>Whether both links come from the same output of what is the same node.</summary>
    public bool AreSame(LinkValue before, LinkValue after)
        => Now(before.NodeId) == after.NodeId && before.Output == after.Output && (before.Output is not null || (before.Slot ?? 0) == (after.Slot ?? 0));

    private static void Index(ImmutableArray<NodeEntry> nodes, Dictionary<string, NodeEntry> byId)
    {
        foreach (var node in nodes)
        {
            byId.TryAdd(node.Id, node);
        }
    }

    private void Pair(NodeEntry before, NodeEntry after)
    {
        if (!IsPaired(before, after))
        {
            _now.Add(before.Id, after.Id);
            _was.Add(after.Id, before.Id);
        }
    }

    private bool IsPaired(NodeEntry before, NodeEntry after) => _now.ContainsKey(before.Id) || _was.ContainsKey(after.Id);

    private List<NodeEntry> Gone() => [.. _before.Values.Where(node => !_now.ContainsKey(node.Id))];

    private List<NodeEntry> New() => [.. _after.Values.Where(node => !_was.ContainsKey(node.Id))];

    // From the widest look around each node to the node alone; of several that look alike the first goes with the first.
    private void PairByLooks()
    {
        var (gone, come) = (Gone(), New());
        if (gone.Count == 0 || come.Count == 0)
        {
            return;
        }

        var before = Neighbourhoods.Of(gone, [.. _before.Values], _typeNow);
        var after = Neighbourhoods.Of(come, [.. _after.Values], type => type);
        for (var width = Neighbourhoods.Widest; width >= 0 && gone.Count > 0 && come.Count > 0; width--)
        {
            var seen = before[width];
            PairGroups(gone, node => seen[node.Id], come, node => after[width][node.Id], onlyWhole: width > 0, (_, _) => true);
            gone.RemoveAll(node => _now.ContainsKey(node.Id));
            come.RemoveAll(node => _was.ContainsKey(node.Id));
        }
    }

    // Who has the same type and title, and at least half of its inputs as they were, was changed and not replaced.
    private void PairByLikeness()
        => PairGroups(
            Gone(), node => NodeShape.Fold(NodeShape.Text(_typeNow(node.ClassType)), NodeShape.Text(node.Title ?? "")),
            New(), node => NodeShape.Fold(NodeShape.Text(node.ClassType), NodeShape.Text(node.Title ?? "")),
            onlyWhole: false,
            AreAlike);

    private void PairGroups(
        List<NodeEntry> gone, Func<NodeEntry, ulong> shapeBefore, List<NodeEntry> come, Func<NodeEntry, ulong> shapeAfter, bool onlyWhole, Func<NodeEntry, NodeEntry, bool> fit)
    {
        var groups = gone.GroupBy(shapeBefore).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var group in come.GroupBy(shapeAfter))
        {
            var there = group.ToList();
            if (!groups.TryGetValue(group.Key, out var were) || (onlyWhole && were.Count != there.Count))
            {
                continue;
            }

            for (var i = 0; i < Math.Min(were.Count, there.Count); i++)
            {
                if (fit(were[i], there[i]))
                {
                    Pair(were[i], there[i]);
                }
            }
        }
    }

    private bool AreAlike(NodeEntry before, NodeEntry after)
    {
        var inputs = before.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal);
        var same = after.Inputs.Count(input => inputs.TryGetValue(input.Name, out var was) && AreSame(was, input.Value));
        return same * 2 >= Math.Max(before.Inputs.Length, after.Inputs.Length) && same > 0;
    }
}
