namespace MySpinBot.Diffusion;

/// <summary>Latents with noise added, outside a sampler.</summary>
internal static class NoisyLatent
{
    /// <summary>Adds noise (ComfyUI's AddNoise).</summary>
    /// <param name="model">The model whose scale and noise count.</param>
    /// <param name="noise">Which noise.</param>
    /// <param name="sigmas">How much: the distance of the first from the last, or the only one. None changes nothing.</param>
    /// <param name="latent">The latents.</param>
    public static Latent Of(DiffusionModel model, NoiseSource noise, Sigmas sigmas, Latent latent)
    {
        if (sigmas.Values.IsDefaultOrEmpty)
        {
            return latent;
        }

        var sigma = sigmas.Values.Length > 1 ? Math.Abs(sigmas.Values[0] - sigmas.Values[^1]) : sigmas.Values[0];
        var picture = PaintedPicture.Of(latent, model.LatentScale);
        var values = noise.Seed is { } seed ? LatentNoise.Of(latent, seed) : new float[latent.Shape.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * sigma) + picture.Values[i];
        }

        values = picture.Unscaled(values);
        foreach (ref var value in values.AsSpan())
        {
            value = float.IsFinite(value) ? value : 0;
        }

        return latent.WithValues(latent.Shape, values);
    }
}
