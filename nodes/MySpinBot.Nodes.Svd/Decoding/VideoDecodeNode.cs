using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>Frames of latents.</summary>
public static class VideoDecodeNode
{
    /// <summary>Makes the frames of a video of its latents, some at once.</summary>
    /// <remarks>The decoder of Stable Video Diffusion looks at the neighbours of a frame, as far as they are decoded with it. More frames at once flicker less and take more memory; where that does not suffice, fewer are taken. With another VAE frames are
    /// decoded for themselves. CreateVideo makes a video of what comes out.</remarks>
    /// <param name="samples">The latents, one for each frame.</param>
    /// <param name="vae">What decodes them: the model's own.</param>
    /// <param name="context">Where the decoder and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="framesAtOnce">How many frames are decoded together (diffusers' decode_chunk_size); 0 for all, as far as memory suffices.</param>
    /// <returns>The frames.</returns>
    [Node("VAEDecodeFrames", Title = "VAE Decode (frames)", Category = "model/latent", Search = "SVD,stable video diffusion,decode,chunk,temporal", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Image> DecodeAsync(Latent samples, Autoencoder vae, NodeContext context, CancellationToken cancellation, [Range(0, 4096)] int framesAtOnce = 0)
    {
        cancellation.ThrowIfCancellationRequested();
        using var autoencoder = new AutoencoderRun(vae, context);
        return await autoencoder.DecodeAsync(samples, framesAtOnce: framesAtOnce, cancellation: cancellation);
    }
}
