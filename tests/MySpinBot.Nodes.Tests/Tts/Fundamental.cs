namespace MySpinBot.Nodes.Tests.Tts;

/// <summary>How high a voice is, measured by autocorrelation.</summary>
internal static class Fundamental
{
    private const int Frame = 512;

    /// <summary>Hertz of each voiced frame, in order.</summary>
    public static IReadOnlyList<double> Of(ReadOnlySpan<float> speech, int sampleRate)
    {
        var pitches = new List<double>();
        for (var at = 0; at + (2 * Frame) <= speech.Length; at += Frame / 4)
        {
            if (Pitch(speech.Slice(at, 2 * Frame), sampleRate) is { } hertz)
            {
                pitches.Add(hertz);
            }
        }

        return pitches;
    }

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double? Pitch(ReadOnlySpan<float> frame, int sampleRate)
    {
        double power = 1e-6;
        for (var i = 0; i < Frame; i++)
        {
            power += frame[i] * frame[i];
        }

        var (best, strongest) = (0, 0.0);
        for (var lag = sampleRate / 270; lag <= sampleRate / 60; lag++)
        {
            double sum = 0;
            for (var i = 0; i < Frame; i++)
            {
                sum += frame[i] * frame[i + lag];
            }

            // A little less for longer lags, so that twice the period does not win.
            sum *= 1 - (lag / (double)sampleRate * 10);
            (best, strongest) = sum > strongest ? (lag, sum) : (best, strongest);
        }

        return power > 0.02 && strongest > 0.5 * power ? sampleRate / (double)best : null;
    }
}
