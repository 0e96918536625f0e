namespace MySpinBot.Films;

/// <summary>Which pixels of a line make which pixel of the resampled one, with which weights: Catmull and Rom's cubic (Keys, 1981, a = −½),
/// stretched where the line gets shorter, so that nothing flickers that is finer than the result's pixels.</summary>
internal sealed class ResamplingTaps(int count)
{
    private short[] _weights = [];
    private double[] _exact = [];

    /// <summary>How many pixels make one: an even number.</summary>
    public int Taps { get; private set; }

    /// <summary>The first of them, for each pixel of the result; it may lie before the line, and the last beyond it.</summary>
    public int[] First { get; } = new int[count];

    /// <summary>The weights, [pixel of the result, tap], in 16384ths; those of a pixel add up to one exactly.</summary>
    public ReadOnlySpan<short> Weights => _weights.AsSpan(0, count * Taps);

    /// <summary>Sets them for a stretch of the line.</summary>
    /// <param name="start">Where the stretch begins; pixel n lies from n to n + 1.</param>
    /// <param name="length">How long it is.</param>
    public void Set(double start, double length)
    {
        var step = length / count;
        var width = Math.Max(1, step);
        Taps = ((int)Math.Ceiling(4 * width) + 1) & ~1;
        if (_weights.Length < count * Taps)
        {
            (_weights, _exact) = (new short[count * Taps], new double[Taps]);
        }

        for (var i = 0; i < count; i++)
        {
            var middle = start + ((i + 0.5) * step) - 0.5;
            First[i] = (int)Math.Floor(middle - (2 * width)) + 1;
            SetOne(First[i] - middle, width, _weights.AsSpan(i * Taps, Taps));
        }
    }

    private void SetOne(double first, double width, Span<short> weights)
    {
        double sum = 0;
        for (var tap = 0; tap < weights.Length; tap++)
        {
            sum += _exact[tap] = Cubic(Math.Abs(first + tap) / width);
        }

        // What is rounded off one weight goes to the next: together they are one, however many there are.
        var (wanted, given) = (0.0, 0);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            wanted += _exact[tap] / sum * WeightedSums.One;
            weights[tap] = (short)((int)Math.Round(wanted) - given);
            given += weights[tap];
        }
    }

    private static double Cubic(double x) => x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1 : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;
}
