namespace MySpinBot.Diffusion;

/// <summary>One way down from noise to a picture: noise is drawn and added, the sampler runs, the scale is taken off again (ComfyUI's CFGGuider.inner_sample and KSAMPLER.sample).</summary>
internal static class Descent
{
    /// <summary>Runs.</summary>
    /// <param name="model">The guided model.</param>
    /// <param name="picture">What is painted on.</param>
    /// <param name="start">The same as it came, with its places in a larger batch.</param>
    /// <param name="request">What is asked; it has sigmas.</param>
    /// <param name="told">Is told each step; may be null.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SampledLatents Run(IDenoiser model, PaintedPicture picture, Latent start, SamplingRequest request, Action<SamplerStep>? told, CancellationToken cancellation)
    {
        var noise = request.AddsNoise ? LatentNoise.Of(start, request.Seed) : new float[picture.Shape.Count];
        var sampler = Samplers.Of(request.Sampler);
        var denoiser = picture.Mask is { } mask ? new MaskedDenoiser(model, mask, picture.Values, sampler.RenewsMaskNoise ? Renewed(noise.Length, request.Seed) : noise) : model;
        float[] x = [.. noise];
        model.Sampling.AddNoise(x, picture.Values, request.Sigmas[0]);
        float[]? seen = null;
        var run = new SamplerRun(request.Seed, cancellation)
        {
            Told = step =>
            {
                seen ??= new float[step.Denoised.Length];
                step.Denoised.Span.CopyTo(seen);
                told?.Invoke(step);
            },
        };

        var end = sampler.Sample(denoiser, x, request.Sigmas.AsSpan(), run);
        model.Sampling.TakeScale(end, request.Sigmas[^1]);
        var output = start.WithValues(picture.Shape, picture.Unscaled(end));
        return new SampledLatents(output, seen is null ? output : start.WithValues(picture.Shape, picture.Unscaled(seen)));
    }

    /// <summary>What lies outside the mask gets noise of its own, of the next seed.</summary>
    private static float[] Renewed(int length, ulong seed)
    {
        var noise = new float[length];
        new TorchGenerator(unchecked(seed + 1)).Normal(noise);
        return noise;
    }
}
