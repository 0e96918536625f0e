using System.Runtime.InteropServices;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>Keeps exactly what belongs to the graph that runs. What came of an expansion stays while its node is in the graph, until that node expands to something else.</summary>
internal sealed class ClassicRetention : Retention
{
    private readonly Dictionary<string, Place> _places = [];
    private readonly Dictionary<TraceKey, int> _occurrences = [];

    public override IReadOnlyList<TraceKey> Enter(Plan plan, string place, string root)
    {
        var gone = new List<TraceKey>();
        var now = new Place(root, [.. plan.RecipeKeys.Where(key => key is not null).Select(key => key!.Value)]);
        foreach (var key in now.Keys)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, key, out _)++;
        }

        if (place.Length == 0)
        {
            var roots = plan.Graph.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var (left, _) in _places.Where(one => one.Key.Length > 0 && !roots.Contains(one.Value.Root)).ToList())
            {
                Leave(left, gone);
            }
        }

        Leave(place, gone);
        _places.Add(place, now);
        return gone;
    }

    public override void Use(TraceKey key)
    {
    }

    public override void Clear()
    {
        _places.Clear();
        _occurrences.Clear();
    }

    private void Leave(string place, List<TraceKey> gone)
    {
        if (!_places.Remove(place, out var before))
        {
            return;
        }

        foreach (var key in before.Keys)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_occurrences, key);
            if (--count == 0)
            {
                _occurrences.Remove(key);
                gone.Add(key);
            }
        }
    }

    /// <summary>What a node expanded to, or the document.</summary>
    /// <param name="Root">The document's node that it lies in.</param>
    /// <param name="Keys">The keys that occur there.</param>
    private sealed record Place(string Root, HashSet<TraceKey> Keys);
}
