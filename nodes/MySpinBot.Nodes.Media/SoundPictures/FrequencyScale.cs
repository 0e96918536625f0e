using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How frequencies lie in a picture.</summary>
public enum FrequencyScale
{
    /// <summary>Each octave is as high as the next.</summary>
    [Choice("log")]
    Logarithmic,

    /// <summary>As ears tell them apart (O'Shaughnessy's mel).</summary>
    [Choice("mel")]
    Mel,

    /// <summary>Each hertz is as high as the next.</summary>
    [Choice("linear")]
    Linear,
}

/// <summary>From a frequency to its place and back.</summary>
internal static class FrequencyScales
{
    /// <summary>The frequency at a place between two others: 0 is the lower one, 1 the upper one.</summary>
    public static double Hertz(this FrequencyScale scale, double place, double lowest, double highest)
        => scale.Back(scale.Forth(lowest) + ((scale.Forth(highest) - scale.Forth(lowest)) * place));

    /// <summary>The place of a frequency between two others.</summary>
    public static double Place(this FrequencyScale scale, double hertz, double lowest, double highest)
        => (scale.Forth(hertz) - scale.Forth(lowest)) / (scale.Forth(highest) - scale.Forth(lowest));

    private static double Forth(this FrequencyScale scale, double hertz) => scale switch
    {
        FrequencyScale.Logarithmic => Math.Log2(hertz),
        FrequencyScale.Mel => 2595 * Math.Log10(1 + (hertz / 700)),
        _ => hertz,
    };

    private static double Back(this FrequencyScale scale, double value) => scale switch
    {
        FrequencyScale.Logarithmic => Math.Pow(2, value),
        FrequencyScale.Mel => 700 * (Math.Pow(10, value / 2595) - 1),
        _ => value,
    };
}
