namespace MySpinBot.Nodes.Media;

/// <summary>The levels of a sound by time and frequency.</summary>
/// <param name="Scale">How frequencies lie.</param>
/// <param name="Lowest">The frequency at the bottom.</param>
/// <param name="Highest">The frequency at the top.</param>
/// <param name="WindowSize">Samples that each column looks at.</param>
internal sealed record Spectrogram(FrequencyScale Scale, double Lowest, double Highest, int WindowSize)
{
    private const int MostWindows = 16;

    /// <summary>Decibels, 0 for a sine of full scale, [rows from the top, columns].</summary>
    public float[] Decibels(ReadOnlySpan<float> sound, int sampleRate, int width, int height, CancellationToken cancellation)
    {
        var window = new SpectrumWindow(WindowSize);
        var (power, decibels) = (new double[window.Bins], new float[width * height]);

        // A column of a long sound is the mean of several windows; there a short loud moment must not fall between two.
        var samples = (double)sound.Length / width;
        var windows = (int)Math.Clamp(Math.Ceiling(samples / (WindowSize / 2)), 1, MostWindows);
        for (var x = 0; x < width; x++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(power);
            for (var i = 0; i < windows; i++)
            {
                window.AddPower(sound, (long)((x + ((i + 0.5) / windows)) * samples), power);
            }

            for (var y = 0; y < height; y++)
            {
                var (low, high) = (Bin(height - y - 1, height), Bin(height - y, height));
                decibels[(y * width) + x] = (float)(10 * Math.Log10(Math.Max(1e-20, Between(power, low, high) / windows)));
            }
        }

        return decibels;

        double Bin(int row, int rows) => Scale.Hertz((double)row / rows, Lowest, Highest) * WindowSize / sampleRate;
    }

    /// <summary>The strongest bin of a row; where a row lies between two bins, what lies between them.</summary>
    private static double Between(ReadOnlySpan<double> power, double low, double high)
    {
        var (first, last) = ((int)Math.Ceiling(low), (int)Math.Floor(high));
        var strongest = Math.Max(Interpolated(power, low), Interpolated(power, high));
        if (last < first)
        {
            return Interpolated(power, (low + high) / 2);
        }

        for (var bin = Math.Max(0, first); bin <= Math.Min(last, power.Length - 1); bin++)
        {
            strongest = Math.Max(strongest, power[bin]);
        }

        return strongest;
    }

    private static double Interpolated(ReadOnlySpan<double> power, double bin)
    {
        var below = Math.Clamp((int)bin, 0, power.Length - 2);
        var (from, to, way) = (Math.Log(power[below] + 1e-20), Math.Log(power[below + 1] + 1e-20), Math.Clamp(bin - below, 0, 1));
        return Math.Exp(from + ((to - from) * way));
    }
}
