namespace MySpinBot.Diffusion;

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
