using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>ComfyUI's prepare_noise.</summary>
public static class LatentNoise
{
    /// <summary>The highest place in a batch that noise is drawn for: all before it are drawn too.</summary>
    public const int MaxPlace = (1 << 16) - 1;

    /// <summary>The noise of a batch: drawn at once, or, where the latents have places in a larger batch, picture by picture for those places.</summary>
    /// <exception cref="NodeFailure">A place lies outside 0..65535.</exception>
    public static float[] Of(Latent latent, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(latent);
        var generator = new TorchGenerator(seed);
        var noise = new float[latent.Shape.Count];
        if (latent.BatchIndex.IsEmpty)
        {
            generator.Normal(noise);
            return noise;
        }

        var places = latent.BatchIndex;
        var size = latent.Shape.Picture;
        var order = Enumerable.Range(0, places.Length).OrderBy(i => places[i]).ToArray();
        if (places[order[0]] < 0 || places[order[^1]] > MaxPlace)
        {
            throw new NodeFailure($"The latents are pictures {string.Join(", ", places)} of a larger batch; there is noise for the places 0 to {MaxPlace}.");
        }

        var drawn = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var picture = noise.AsSpan(order[i] * size, size);
            if (i > 0 && places[order[i]] == places[order[i - 1]])
            {
                noise.AsSpan(order[i - 1] * size, size).CopyTo(picture);
                continue;
            }

            for (; drawn < places[order[i]]; drawn++)
            {
                generator.Skip(size);
            }

            generator.Normal(picture);
            drawn++;
        }

        return noise;
    }
}
