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

/// <summary>Classifier-free guidance (Ho and Salimans, https://arxiv.org/abs/2207.12598): away from the negative, towards the positive.</summary>
internal sealed class PlainGuidance(Guider guider) : Guidance
{
    private const int Positive = 0;
    private const int Negative = 1;

    private readonly GuidanceFormula _formula = GuidanceFormula.Of(guider.Model.Guidance, guider.Scale);

    /// <inheritdoc/>
    public override IReadOnlyList<Conditioning> Sides { get; } = guider.Negative is { } negative ? [guider.Positive, negative] : [guider.Positive];

    /// <inheritdoc/>
    public override bool Wants(int side, bool withUnconditional) => side == Positive || withUnconditional || !_formula.IsConditionalOnly;

    /// <inheritdoc/>
    public override void Guide(Sides sides, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> denoised, Span<float> unconditional)
    {
        if (Sides.Count == 1)
        {
            sides.Result(Positive).CopyTo(denoised);
            unconditional.Clear();
            return;
        }

        if (!unconditional.IsEmpty)
        {
            sides.Result(Negative).CopyTo(unconditional);
        }

        if (_formula.IsConditionalOnly)
        {
            sides.Result(Positive).CopyTo(denoised);
        }
        else
        {
            _formula.Apply(sides.Result(Positive), sides.Result(Negative), x, sigma, pictures, denoised);
        }
    }
}

/// <summary>Guidance by two conditions, each with its scale (ComfyUI's DualCFGGuider; Brooks et al., "InstructPix2Pix", equation 3).</summary>
internal sealed class DualGuidance(Guider guider, SecondGuidance second, Conditioning negative) : Guidance
{
    private const int Negative = 0;
    private const int Middle = 1;
    private const int Positive = 2;

    private readonly GuidanceFormula _formula = GuidanceFormula.Of(guider.Model.Guidance, second.IsNested ? guider.Scale : second.Scale);

    /// <inheritdoc/>
    public override IReadOnlyList<Conditioning> Sides { get; } = [negative, second.Middle, guider.Positive];

    /// <inheritdoc/>
    public override bool Wants(int side, bool withUnconditional) => side switch
    {
        _ when second.IsNested || withUnconditional => true,
        Negative => !IsOne(second.Scale),
        Middle => !IsOne(second.Scale) || !IsOne(guider.Scale),
        _ => true,
    };

    /// <inheritdoc/>
    public override void Guide(Sides sides, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> denoised, Span<float> unconditional)
    {
        var from = sides.Result(Negative);
        var middle = sides.Result(Middle);
        var to = sides.Result(Positive);
        if (!unconditional.IsEmpty)
        {
            (second.IsNested ? middle : from).CopyTo(unconditional);
        }

        if (second.IsNested)
        {
            _formula.Apply(to, middle, x, sigma, pictures, denoised);
            for (var i = 0; i < denoised.Length; i++)
            {
                denoised[i] = from[i] + ((float)second.Scale * (denoised[i] - from[i]));
            }

            return;
        }

        _formula.Apply(middle, from, x, sigma, pictures, denoised);
        for (var i = 0; i < denoised.Length; i++)
        {
            denoised[i] += (to[i] - middle[i]) * (float)guider.Scale;
        }
    }
}
