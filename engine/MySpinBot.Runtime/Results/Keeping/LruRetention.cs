using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>Keeps what was used last. Runs are generations: where there are more records than are kept, whole generations go, the oldest first, and never the run's own.
/// What came of an expansion is used whenever its node is in the graph.</summary>
/// <param name="most">How many records are kept.</param>
internal sealed class LruRetention(int most) : Retention
{
    private readonly Dictionary<TraceKey, long> _used = [];
    private readonly Dictionary<string, (string Root, TraceKey[] Keys)> _places = [];
    private long _generation;
    private long _oldest;

    public override IReadOnlyList<TraceKey> Enter(Plan plan, string place, string root)
    {
        TraceKey[] keys = [.. plan.RecipeKeys.Where(key => key is not null).Select(key => key!.Value)];
        if (place.Length == 0)
        {
            _generation++;
            UsePlaces(plan.Graph.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal));
        }
        else
        {
            _places[place] = (root, keys);
        }

        UseKnown(keys);
        return Outdated();
    }

    public override void Use(TraceKey key) => _used[key] = _generation;

    public override void Clear()
    {
        _used.Clear();
        _places.Clear();
    }

    private void UsePlaces(HashSet<string> roots)
    {
        foreach (var (place, (root, keys)) in _places.ToList())
        {
            if (roots.Contains(root))
            {
                UseKnown(keys);
            }
            else
            {
                _places.Remove(place);
            }
        }
    }

    /// <summary>Uses the records of nodes, and those of their calls, as far as there are any.</summary>
    private void UseKnown(TraceKey[] keys)
    {
        foreach (var key in keys)
        {
            if (_used.ContainsKey(key))
            {
                _used[key] = _generation;
            }

            for (var call = 0; key.OfCall(call) is var ofCall && _used.ContainsKey(ofCall); call++)
            {
                _used[ofCall] = _generation;
            }
        }
    }

    private List<TraceKey> Outdated()
    {
        var gone = new List<TraceKey>();
        while (_used.Count > most && _oldest < _generation)
        {
            _oldest++;
            var old = _used.Where(one => one.Value < _oldest).Select(one => one.Key).ToList();
            old.ForEach(key => _used.Remove(key));
            gone.AddRange(old);
        }

        return gone;
    }
}
