namespace MySpinBot.Diffusion;

/// <summary>Of the negative only what stands at a right angle to the positive is taken away, so that what both have in common is kept (Armandpour et al., "Re-imagine the negative prompt algorithm"; ComfyUI's PerpNegGuider).</summary>
internal sealed class PerpendicularToPositive(Guider guider, PerpendicularGuidance perpendicular, Conditioning negative) : Guidance
{
    private const int Positive = 0;
    private const int Negative = 1;
    private const int Empty = 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Conditioning> Sides { get; } = [guider.Positive, negative, perpendicular.Empty];

    private bool LeavesNegativeOut => Math.Abs(perpendicular.Scale) <= 1e-9;

    /// <inheritdoc/>
    public override bool Wants(int side, bool withUnconditional) => side switch
    {
        _ when withUnconditional => true,
        Negative => !LeavesNegativeOut,
        Empty => !LeavesNegativeOut || !IsOne(guider.Scale),
        _ => true,
    };

    /// <inheritdoc/>
    public override void Guide(Sides sides, ReadOnlySpan<float> x, float sigma, int pictures, Span<float> denoised, Span<float> unconditional)
    {
        var positive = sides.Result(Positive);
        var away = sides.Result(Negative);
        var empty = sides.Result(Empty);
        if (!unconditional.IsEmpty)
        {
            away.CopyTo(unconditional);
        }

        // empty + scale · (positive − strength · (negative − share · positive)), the three less empty.
        var (shared, own) = (0.0, 0.0);
        for (var i = 0; i < positive.Length; i++)
        {
            var towards = (double)positive[i] - empty[i];
            shared += towards * ((double)away[i] - empty[i]);
            own += towards * towards;
        }

        // A positive that says nothing has no direction: then there is nothing in common.
        var share = own > 0 && double.IsFinite(shared / own) ? shared / own : 0;
        var (scale, strength) = (guider.Scale, LeavesNegativeOut ? 0 : perpendicular.Scale);
        var ofPositive = scale * (1 + (strength * share));
        var ofNegative = -scale * strength;
        Mix.Of(denoised, ofPositive, positive, ofNegative, away, 1 - ofPositive - ofNegative, empty);
    }
}
