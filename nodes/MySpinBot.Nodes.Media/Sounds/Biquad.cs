namespace MySpinBot.Nodes.Media;

/// <summary>A filter of second order: b0 + b1 z⁻¹ + b2 z⁻² over 1 + a1 z⁻¹ + a2 z⁻².</summary>
/// <remarks>Shelves and peaks are those of Robert Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients".</remarks>
internal readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Raises or lowers what lies under a frequency.</summary>
    public static Biquad LowShelf(double hertz, double sampleRate, double decibels, double q) => Shelf(hertz, sampleRate, decibels, q, 1);

    /// <summary>Raises or lowers what lies above a frequency.</summary>
    public static Biquad HighShelf(double hertz, double sampleRate, double decibels, double q) => Shelf(hertz, sampleRate, decibels, q, -1);

    /// <summary>Raises or lowers what lies around a frequency.</summary>
    public static Biquad Peak(double hertz, double sampleRate, double decibels, double q)
    {
        var (sine, cosine) = Math.SinCos(Math.Tau * hertz / sampleRate);
        var (alpha, a) = (sine / 2 / q, Math.Pow(10, decibels / 40));
        return Normal(1 + (alpha * a), -2 * cosine, 1 - (alpha * a), 1 + (alpha / a), -2 * cosine, 1 - (alpha / a));
    }

    /// <summary>Filters one channel.</summary>
    /// <param name="from">The samples.</param>
    /// <param name="to">The filtered samples; may be the same memory.</param>
    /// <param name="limit">Samples are cut off here.</param>
    public void Apply(ReadOnlySpan<float> from, Span<float> to, double limit = double.MaxValue)
    {
        var (s1, s2) = (0.0, 0.0); // transposed direct form II
        for (var i = 0; i < from.Length; i++)
        {
            var x = (double)from[i];
            var y = (B0 * x) + s1;
            (s1, s2) = ((B1 * x) - (A1 * y) + s2, (B2 * x) - (A2 * y));
            to[i] = (float)Math.Clamp(y, -limit, limit);
        }
    }

    private static Biquad Shelf(double hertz, double sampleRate, double decibels, double q, int side)
    {
        var (sine, cosine) = Math.SinCos(Math.Tau * hertz / sampleRate);
        var (a, c) = (Math.Pow(10, decibels / 40), side * cosine);
        var slope = 2 * Math.Sqrt(a) * sine / 2 / q;
        return Normal(
            a * (a + 1 - ((a - 1) * c) + slope), side * 2 * a * (a - 1 - ((a + 1) * c)), a * (a + 1 - ((a - 1) * c) - slope),
            a + 1 + ((a - 1) * c) + slope, side * -2 * (a - 1 + ((a + 1) * c)), a + 1 + ((a - 1) * c) - slope);
    }

    private static Biquad Normal(double b0, double b1, double b2, double a0, double a1, double a2) => new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
