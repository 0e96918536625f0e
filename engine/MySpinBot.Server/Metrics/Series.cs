namespace MySpinBot.Server.Metrics;

/// <summary>What was measured under one set of labels. Safe from any thread.</summary>
internal sealed class Series(IReadOnlyList<double>? bounds)
{
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Count + 1];
    private double _sum;

    /// <summary>A counter's total, a gauge's value, a histogram's sum.</summary>
    public double Value => Volatile.Read(ref _sum);

    /// <summary>How many measurements of a histogram lie at or below each of its bounds, and in all. What comes while this looks may be missing; the counts never contradict each other.</summary>
    public long[] Cumulated()
    {
        var cumulated = new long[_buckets.Length];
        var total = 0L;
        for (var i = 0; i < cumulated.Length; i++)
        {
            total += Volatile.Read(ref _buckets[i]);
            cumulated[i] = total;
        }

        return cumulated;
    }

    /// <summary>Adds to it.</summary>
    public void Add(double value)
    {
        var now = Volatile.Read(ref _sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _sum, now + value, now);
            if (before.Equals(now))
            {
                return;
            }

            now = before;
        }
    }

    /// <summary>Says what it is.</summary>
    public void Set(double value) => Volatile.Write(ref _sum, value);

    /// <summary>Puts a measurement into its bucket.</summary>
    public void Record(double value)
    {
        var place = 0;
        while (place < bounds!.Count && value > bounds[place])
        {
            place++;
        }

        Interlocked.Increment(ref _buckets[place]);
        Add(value);
    }
}
