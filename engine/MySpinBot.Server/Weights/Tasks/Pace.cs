using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>How fast something goes, lately.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private long _since = time.GetTimestamp();
    private (string Phase, long Done) _last = ("", 0);
    private double _rate;

    /// <summary>Takes in how far it is.</summary>
    /// <returns>Bytes a second; null where nothing has come for long enough to tell.</returns>
    public long? After(PullProgress progress)
    {
        var elapsed = time.GetElapsedTime(_since);
        if (progress.Phase != _last.Phase)
        {
            (_since, _last, _rate) = (time.GetTimestamp(), (progress.Phase, progress.Done), 0);
        }
        else if (elapsed >= Beat)
        {
            var now = Math.Max(0, progress.Done - _last.Done) / elapsed.TotalSeconds;
            _rate = _rate > 0 ? (_rate * 0.7) + (now * 0.3) : now;
            (_since, _last) = (time.GetTimestamp(), (progress.Phase, progress.Done));
        }

        return _rate > 0 ? (long)_rate : null;
    }
}
