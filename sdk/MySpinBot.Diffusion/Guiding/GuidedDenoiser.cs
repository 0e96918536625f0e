namespace MySpinBot.Diffusion;

/// <summary>What a sampler asks: the sides are asked together, and guided into one picture.</summary>
internal sealed class GuidedDenoiser(Guidance guidance, Sides sides, LatentShape shape, ModelSampling sampling, CancellationToken cancellation) : IDenoiser
{
    private readonly bool[] _wanted = new bool[guidance.Sides.Count];

    /// <inheritdoc/>
    public LatentShape Shape => shape;

    /// <inheritdoc/>
    public ModelSampling Sampling => sampling;

    /// <inheritdoc/>
    public void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default)
    {
        cancellation.ThrowIfCancellationRequested();
        for (var side = 0; side < _wanted.Length; side++)
        {
            _wanted[side] = guidance.Wants(side, !unconditional.IsEmpty);
        }

        sides.Denoise(x, sigma, _wanted);
        guidance.Guide(sides, x, sigma, shape.Batch, denoised, unconditional);
    }
}
