namespace MySpinBot.Server.Jobs.Forecasting;

/// <summary>How long the jobs that wait will take, in the order of their turns, added up. Made again when it is older than a quarter of a second and the queue has changed,
/// so that a list of ten thousand jobs with their times costs one look at the queue. Not safe by itself.</summary>
internal sealed class Forecast(TimeProvider time, RunTimes times)
{
    // Up to here a look at the whole queue costs so little that every job that comes may have one.
    private const int Short = 256;

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private double[] _ahead = [];
    private int _count = -1;
    private long _version, _madeAt;

    /// <summary>Seconds that so many of those who have the next turns will take; null where nothing is known.</summary>
    /// <param name="before">How many.</param>
    /// <param name="version">Changes with the queue.</param>
    /// <param name="shapes">The shapes of what waits, in order; read where it is needed.</param>
    public double? Ahead(int before, long version, Func<IEnumerable<ulong>> shapes)
    {
        if (before == 0)
        {
            return 0;
        }

        if (times.Typical is not { } typical)
        {
            return null;
        }

        if (_count < 0 || (_count < before && before <= Short) || (_version != version && time.GetElapsedTime(_madeAt) > Fresh))
        {
            Make(version, typical, shapes());
        }

        return before <= _count ? _ahead[before - 1] : (_count > 0 ? _ahead[_count - 1] : 0) + ((before - Math.Max(_count, 0)) * typical);
    }

    private void Make(long version, double typical, IEnumerable<ulong> shapes)
    {
        (_version, _madeAt, _count) = (version, time.GetTimestamp(), 0);
        var sum = 0.0;
        foreach (var shape in shapes)
        {
            if (_count == _ahead.Length)
            {
                Array.Resize(ref _ahead, Math.Max(64, 2 * _ahead.Length));
            }

            sum += times.Of(shape) ?? typical;
            _ahead[_count++] = sum;
        }
    }
}
