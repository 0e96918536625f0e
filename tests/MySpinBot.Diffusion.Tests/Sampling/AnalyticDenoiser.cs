namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>The denoiser of golden/comfy-sampling: x · a + b · (1 − a), a = 1 / (1 + σ²), with one b for each side, guided, and masked as ComfyUI masks.</summary>
internal sealed class AnalyticDenoiser(LatentShape shape, ModelSampling sampling, float[] positive, float[] negative, double scale) : IDenoiser
{
    /// <summary>What is painted: 1 is made new. Null for everything.</summary>
    public float[]? Mask { get; init; }

    /// <summary>What is kept, in the model's scale.</summary>
    public float[] Kept { get; init; } = [];

    /// <summary>The noise of what is kept.</summary>
    public float[] Noise { get; init; } = [];

    public LatentShape Shape => shape;

    public ModelSampling Sampling => sampling;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default)
    {
        Asked++;
        var a = 1 / (1 + (sigma * sigma));
        for (var i = 0; i < x.Length; i++)
        {
            var noisy = Mask is null ? x[i] : (x[i] * Mask[i]) + (((Noise[i] * sigma) + Kept[i]) * (1 - Mask[i]));
            var wanted = (noisy * a) + (positive[i % positive.Length] * (1 - a));
            var other = (noisy * a) + (negative[i % negative.Length] * (1 - a));
            var guided = scale == 1 ? wanted : (float)(other + ((wanted - other) * scale));
            denoised[i] = Mask is null ? guided : (guided * Mask[i]) + (Kept[i] * (1 - Mask[i]));
            if (!unconditional.IsEmpty)
            {
                unconditional[i] = other;
            }
        }
    }
}
