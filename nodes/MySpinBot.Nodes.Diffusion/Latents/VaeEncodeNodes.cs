using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>From pictures to latents.</summary>
public static class VaeEncodeNodes
{
    /// <summary>Encodes pictures: they become latents, which a sampler can go on from.</summary>
    /// <remarks>Sides that are no multiple of 8 lose what is over, on both sides alike. What does not fit into memory in one piece is encoded in tiles.</remarks>
    /// <param name="pixels">The pictures; transparency is left out.</param>
    /// <param name="vae">The VAE: that of the model that goes on.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The latents.</returns>
    [Node("VAEEncode", Title = "VAE Encode", Category = "model/latent", Search = "image to latent,img2img", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> EncodeAsync(Image pixels, Autoencoder vae, NodeContext context, CancellationToken cancellation)
    {
        using var run = new AutoencoderRun(vae, context);
        return await run.EncodeAsync(pixels, cancellation: cancellation);
    }

    /// <summary>Encodes pictures in tiles, for those that are too large for memory. Tiles lie over each other and are mixed there.</summary>
    /// <param name="pixels">The pictures; transparency is left out.</param>
    /// <param name="vae">The VAE.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="tileSize">Side of a tile, in pixels.</param>
    /// <param name="overlap">How far tiles lie over each other, in pixels; a quarter of a tile at most.</param>
    /// <param name="temporalSize">For VAEs that shorten time: how many frames are encoded at a time. Those of Stable Video Diffusion encode each frame by itself, and it is not used.</param>
    /// <param name="temporalOverlap">Likewise: how many frames lie over each other.</param>
    /// <returns>The latents.</returns>
    [Node("VAEEncodeTiled", Title = "VAE Encode (Tiled)", Category = "model/latent", Search = "image to latent,large,memory", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> EncodeTiledAsync(
        Image pixels,
        Autoencoder vae,
        NodeContext context,
        CancellationToken cancellation,
        [Range(64, 4096), Input(Step = 64, Advanced = true)] int tileSize = 512,
        [Range(0, 4096), Input(Step = 32, Advanced = true)] int overlap = 64,
        [Range(8, 4096), Input(Step = 4, Advanced = true)] int temporalSize = 64,
        [Range(4, 4096), Input(Step = 4, Advanced = true)] int temporalOverlap = 8)
    {
        _ = (temporalSize, temporalOverlap);
        using var run = new AutoencoderRun(vae, context);
        return await run.EncodeAsync(pixels, new AutoencoderTiling(tileSize, overlap), cancellation: cancellation);
    }
}
