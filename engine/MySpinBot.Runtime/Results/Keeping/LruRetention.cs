using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>Keeps what was used last. Runs are generations: where there are more records than are kept, whole generations go, the oldest first, and never the run's own.</summary>
/// <param name="most">How many records are kept.</param>
internal sealed class LruRetention(int most) : Retention
{
    private readonly Dictionary<TraceKey, long> _used = [];
    private long _generation;
    private long _oldest;

    public override IReadOnlyList<TraceKey> Enter(Plan plan, string place, string root)
    {
        _generation += place.Length == 0 ? 1 : 0;
        foreach (var key in plan.RecipeKeys)
        {
            if (key is { } known && _used.ContainsKey(known))
            {
                _used[known] = _generation;
            }
        }

        var gone = new List<TraceKey>();
        while (_used.Count > most && _oldest < _generation)
        {
            _oldest++;
            var before = gone.Count;
            gone.AddRange(_used.Where(one => one.Value < _oldest).Select(one => one.Key));
            for (var i = before; i < gone.Count; i++)
            {
                _used.Remove(gone[i]);
            }
        }

        return gone;
    }

    public override void Use(TraceKey key) => _used[key] = _generation;

    public override void Clear() => _used.Clear();
}
