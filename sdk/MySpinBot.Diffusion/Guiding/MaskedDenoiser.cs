namespace MySpinBot.Diffusion;

/// <summary>Paints where a mask says: elsewhere the model sees the picture with as much noise as there should be, and its answer is the picture (ComfyUI's KSamplerX0Inpaint).</summary>
/// <param name="inner">The model.</param>
/// <param name="mask">1 is made new, 0 is kept, [batch, channels, height, width].</param>
/// <param name="picture">The picture, in the model's scale.</param>
/// <param name="noise">Noise of deviation 1.</param>
internal sealed class MaskedDenoiser(IDenoiser inner, float[] mask, float[] picture, float[] noise) : IDenoiser
{
    private readonly float[] _x = new float[picture.Length];

    /// <inheritdoc/>
    public LatentShape Shape => inner.Shape;

    /// <inheritdoc/>
    public ModelSampling Sampling => inner.Sampling;

    /// <inheritdoc/>
    public void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default)
    {
        for (var i = 0; i < _x.Length; i++)
        {
            _x[i] = (x[i] * mask[i]) + (((noise[i] * sigma) + picture[i]) * (1 - mask[i]));
        }

        inner.Denoise(_x, sigma, denoised, unconditional);
        for (var i = 0; i < denoised.Length; i++)
        {
            denoised[i] = (denoised[i] * mask[i]) + (picture[i] * (1 - mask[i]));
        }
    }
}
