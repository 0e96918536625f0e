using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Where text to image starts.</summary>
public static class EmptyLatentImageNode
{
    // Stable Diffusion's autoencoder.
    private const int Channels = 4;
    private const int Factor = 8;

    /// <summary>Latents of nothing, for a sampler to paint on.</summary>
    /// <param name="width">Width of the pictures, in pixels.</param>
    /// <param name="height">Height of the pictures, in pixels.</param>
    /// <param name="batchSize">How many pictures.</param>
    /// <returns>The latents.</returns>
    [Node("EmptyLatentImage", Title = "Empty Latent Image", Category = "model/latent", Search = "text to image,blank,size,resolution")]
    public static Latent Create([Range(16, 16384), Input(Step = 8)] int width = 512, [Range(16, 16384), Input(Step = 8)] int height = 512, [Range(1, 4096)] int batchSize = 1)
        => Latent.Zeros(LatentRoom.Checked(batchSize, Channels, height / Factor, width / Factor, "batch_size"));
}
