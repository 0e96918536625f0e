namespace MySpinBot.Diffusion;

/// <summary>How what the sides give becomes one picture.</summary>
internal abstract class Guidance
{
    /// <summary>The sides, in the order in which they are asked.</summary>
    public abstract IReadOnlyList<Conditioning> Sides { get; }

    /// <summary>What a guider asks for.</summary>
    public static Guidance Of(Guider guider)
    {
        ArgumentNullException.ThrowIfNull(guider);
        return guider switch
        {
            { Second: { } second, Negative: { } negative } => new DualGuidance(guider, second, negative),
            { Perpendicular: { } perpendicular, Negative: { } negative } => new PerpendicularToPositive(guider, perpendicular, negative),
            _ => new PlainGuidance(guider),
        };
    }

    /// <summary>Whether a side has to be asked; one that has not counts as zeros.</summary>
    /// <param name="side">Which.</param>
    /// <param name="withUnconditional">Whether what the negative side alone gives is wanted as well: then nothing is left out.</param>
    public abstract bool Wants(int side, bool withUnconditional);

    /// <summary>Guides.</summary>
    /// <param name="sides">What the sides gave.</param>
    /// <param name="x">Noisy latents.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="denoised">Room for the picture.</param>
    /// <param name="unconditional">Room for what the negative side alone gives; may be empty.</param>
    public abstract void Guide(Sides sides, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> denoised, Span<float> unconditional);

    /// <summary>Whether a scale is 1, as near as Python's math.isclose has it.</summary>
    protected static bool IsOne(double scale) => Math.Abs(scale - 1) <= 1e-9 * Math.Max(Math.Abs(scale), 1);
}
