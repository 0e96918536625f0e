namespace MySpinBot.Diffusion;

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
            Mix.Difference(denoised, second.Scale, denoised, from);
            Mix.Add(denoised, 1, from);
        }
        else
        {
            _formula.Apply(middle, from, x, sigma, pictures, denoised);
            Mix.Of(denoised, 1, denoised, guider.Scale, to, -guider.Scale, middle);
        }
    }
}
