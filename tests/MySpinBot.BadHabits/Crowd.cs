namespace MySpinBot.BadHabits;

/// <summary>Counts who works at the same time, by lane.</summary>
[PluginService]
public sealed class Crowd
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Lane, int> _now = [];
    private int _all;

    /// <summary>Comes in, and says how many are there.</summary>
    public IDisposable Enter(Lane lane, INodeLog log)
    {
        lock (_gate)
        {
            var here = _now[lane] = _now.GetValueOrDefault(lane) + 1;
            _all++;
            log.Info($"{here} in {lane}, {_all} in all");
        }

        return new Leaving(this, lane);
    }

    private void Leave(Lane lane)
    {
        lock (_gate)
        {
            _now[lane]--;
            _all--;
        }
    }

    private sealed class Leaving(Crowd crowd, Lane lane) : IDisposable
    {
        public void Dispose() => crowd.Leave(lane);
    }
}
