using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights.Tasks;

/// <summary>Takes in progress as it comes, says when it is worth telling, and how fast it is.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private long _toldAt;
    private (string Phase, long Done) _told = ("", 0);
    private double _rate;

    /// <summary>Bytes a second, lately; null where nothing has come for long enough to tell.</summary>
    public long? Rate => _rate > 0 ? (long)_rate : null;

    /// <summary>Whether this is to be told.</summary>
    public bool IsDue(PullProgress progress)
    {
        if (progress.Phase != _told.Phase)
        {
            (_toldAt, _told) = (time.GetTimestamp(), (progress.Phase, progress.Done));
            return true;
        }

        var elapsed = time.GetElapsedTime(_toldAt);
        if (elapsed < Beat)
        {
            return false;
        }

        var now = Math.Max(0, progress.Done - _told.Done) / elapsed.TotalSeconds;
        _rate = _rate > 0 ? (_rate * 0.7) + (now * 0.3) : now;
        (_toldAt, _told) = (time.GetTimestamp(), (progress.Phase, progress.Done));
        return true;
    }
}
