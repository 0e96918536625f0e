namespace MySpinBot.Nodes.Media;

/// <summary>Levels as people write them: 0 dB leaves a sound as it is, -6 dB halves it.</summary>
internal static class Decibel
{
    /// <summary>The factor of a level.</summary>
    public static double ToGain(double decibels) => Math.Pow(10, decibels / 20);

    /// <summary>The level of a factor; silence is -200 dB.</summary>
    public static double Of(double gain) => 20 * Math.Log10(Math.Max(gain, 1e-10));
}
