using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What is painted on.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">The latents in the model's scale, [batch, channels, height, width].</param>
/// <param name="Mask">Where, 1 is made new, of the same shape; null for everywhere.</param>
/// <param name="Scale">What latents are multiplied by before the model sees them.</param>
internal sealed record PaintedPicture(LatentShape Shape, float[] Values, float[]? Mask, float Scale)
{
    /// <summary>Latents as a model takes them, with their noise mask.</summary>
    public static PaintedPicture Of(Latent latent, double scale)
    {
        var values = latent.Values.ToArray();
        foreach (ref var value in values.AsSpan())
        {
            value *= (float)scale;
        }

        return new PaintedPicture(latent.Shape, values, latent.NoiseMask is { } mask ? PlaneScaling.ForLatents(mask, latent.Shape) : null, (float)scale);
    }

    /// <summary>Latents with as many channels as a model has: those of nothing have any number.</summary>
    /// <exception cref="NodeFailure">They show something, and have another number of channels.</exception>
    public static Latent WithChannels(Latent latent, int channels)
    {
        if (latent.Shape.Channels == channels)
        {
            return latent;
        }

        if (latent.Values.ContainsAnyExcept(0f))
        {
            throw new NodeFailure($"These latents have {latent.Shape.Channels} channels and the model {channels}: they were encoded by another model's VAE. Encode the picture with the VAE of this model's checkpoint.") { Input = "latent_image" };
        }

        var shape = latent.Shape with { Channels = channels };
        return latent.WithValues(shape, new float[shape.Count]);
    }

    /// <summary>What was sampled on it, no longer in the model's scale.</summary>
    public float[] Unscaled(ReadOnlySpan<float> sampled)
    {
        var values = sampled.ToArray();
        foreach (ref var value in values.AsSpan())
        {
            value /= Scale;
        }

        return values;
    }
}
