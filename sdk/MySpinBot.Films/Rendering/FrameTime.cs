using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Between frames and samples, in whole numbers: nothing is rounded twice.</summary>
public static class FrameTime
{
    /// <summary>Frames that it takes to show all of the samples: at least one.</summary>
    public static long FramesToCover(long samples, int sampleRate, Rational frameRate)
    {
        var (numerator, denominator) = ((Int128)samples * frameRate.Numerator, (Int128)sampleRate * frameRate.Denominator);
        return Math.Max(1, (long)((numerator + denominator - 1) / denominator));
    }

    /// <summary>Samples that fill the frames, to the nearest.</summary>
    public static long SamplesIn(long frames, int sampleRate, Rational frameRate)
    {
        var (numerator, denominator) = ((Int128)frames * sampleRate * frameRate.Denominator, (Int128)frameRate.Numerator);
        return (long)(((2 * numerator) + denominator) / (2 * denominator));
    }

    /// <summary>Seconds that the frames take.</summary>
    public static decimal Seconds(long frames, Rational frameRate) => (decimal)frames * frameRate.Denominator / frameRate.Numerator;

    /// <summary>Frames nearest to a time.</summary>
    public static long FrameAt(double seconds, Rational frameRate)
        => (long)Math.Round((decimal)seconds * frameRate.Numerator / frameRate.Denominator, MidpointRounding.AwayFromZero);
}
