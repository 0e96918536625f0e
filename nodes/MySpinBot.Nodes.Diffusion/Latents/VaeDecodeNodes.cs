using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>From latents to pictures.</summary>
public static class VaeDecodeNodes
{
    /// <summary>Decodes latents: they become the pictures that they stand for.</summary>
    /// <remarks>What does not fit into memory in one piece is decoded in tiles. Frames of a video see their neighbours.</remarks>
    /// <param name="samples">The latents.</param>
    /// <param name="vae">The VAE: that of the model that made them, or one of the same kind.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The pictures.</returns>
    [Node("VAEDecode", Title = "VAE Decode", Category = "model/latent", Search = "latent to image,render", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Image> DecodeAsync(Latent samples, Autoencoder vae, NodeContext context, CancellationToken cancellation)
    {
        using var run = new AutoencoderRun(vae, context);
        return await run.DecodeAsync(samples, cancellation: cancellation);
    }

    /// <summary>Decodes latents in tiles, for pictures that are too large for memory. Tiles lie over each other and are mixed there.</summary>
    /// <remarks>A picture is decoded three times, in square, upright and lying tiles, and the mean is taken. It differs a little from what it is in one piece, as each tile is normalised by itself. One that fits into a tile is decoded in one piece.</remarks>
    /// <param name="samples">The latents.</param>
    /// <param name="vae">The VAE.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="tileSize">Side of a tile, in pixels.</param>
    /// <param name="overlap">How far tiles lie over each other, in pixels; a quarter of a tile at most.</param>
    /// <param name="temporalSize">For VAEs of videos: how many frames are decoded at a time.</param>
    /// <param name="temporalOverlap">For VAEs that shorten time: how many frames lie over each other. Those of Stable Video Diffusion do not, and it is not used.</param>
    /// <returns>The pictures.</returns>
    [Node("VAEDecodeTiled", Title = "VAE Decode (Tiled)", Category = "model/latent", Search = "latent to image,large,memory", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Image> DecodeTiledAsync(
        Latent samples,
        Autoencoder vae,
        NodeContext context,
        CancellationToken cancellation,
        [Range(64, 4096), Input(Step = 32, Advanced = true)] int tileSize = 512,
        [Range(0, 4096), Input(Step = 32, Advanced = true)] int overlap = 64,
        [Range(8, 4096), Input(Step = 4, Advanced = true)] int temporalSize = 64,
        [Range(4, 4096), Input(Step = 4, Advanced = true)] int temporalOverlap = 8)
    {
        _ = temporalOverlap;
        using var run = new AutoencoderRun(vae, context);
        return await run.DecodeAsync(samples, new AutoencoderTiling(tileSize, overlap), temporalSize, cancellation);
    }
}
