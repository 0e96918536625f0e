using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Painting a part of a picture anew.</summary>
public static class InpaintingNodes
{
    /// <summary>Says where a sampler paints: elsewhere the latents stay as they are.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="mask">1 is painted anew, 0 is kept. Of any size; scaled to the latents.</param>
    /// <returns>The latents with that mask.</returns>
    [Node("SetLatentNoiseMask", Title = "Set Latent Noise Mask", Category = "model/latent/inpaint", Search = "inpainting,mask latent,protect")]
    public static Latent SetMask(Latent samples, Mask mask) => samples.WithNoiseMask(mask);

    /// <summary>Encodes pictures for painting a part of them anew: what is painted is grey before it is encoded, so that nothing of it shines through. Samplers have to go all the way then (denoise 1).</summary>
    /// <param name="pixels">The pictures.</param>
    /// <param name="vae">The VAE.</param>
    /// <param name="mask">1 is painted anew. Scaled to the pictures.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="growMaskBy">By how many pixels the mask grows for the sampler, so that no border is seen.</param>
    /// <returns>The latents with the mask.</returns>
    [Node("VAEEncodeForInpaint", Title = "VAE Encode (for Inpainting)", Category = "model/latent", Search = "inpainting,outpainting,mask", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> EncodeAsync(
        Image pixels, Autoencoder vae, Mask mask, NodeContext context, CancellationToken cancellation, [Range(0, 64), Input(Step = 1)] int growMaskBy = 6)
    {
        using var run = new AutoencoderRun(vae, context);
        var painted = PaintedOver.Of(pixels, mask, vae.Network.Factor, cancellation);
        return (await run.EncodeAsync(painted.Picture, cancellation: cancellation)).WithNoiseMask(painted.Grown(growMaskBy, cancellation));
    }

    /// <summary>Tells a model that was trained for inpainting what is kept of pictures, and where it paints.</summary>
    /// <remarks>Such models take nine channels: noise, the picture with grey where it is painted, and the mask. Others ignore what this tells them.</remarks>
    /// <param name="positive">What is wanted.</param>
    /// <param name="negative">What is not wanted.</param>
    /// <param name="vae">The VAE.</param>
    /// <param name="pixels">The pictures.</param>
    /// <param name="mask">1 is painted anew. Scaled to the pictures.</param>
    /// <param name="context">Where weights and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="noiseMask">Whether the sampler too keeps what is not painted, exactly; else the model may change it a little.</param>
    /// <returns>positive: What is wanted, with the picture; negative: What is not wanted, with the picture; latent: The pictures for the sampler to begin with.</returns>
    [Node("InpaintModelConditioning", Category = "model/conditioning/inpaint", Search = "inpainting,outpainting,mask", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<(Conditioning Positive, Conditioning Negative, Latent Latent)> TellAsync(
        Conditioning positive, Conditioning negative, Autoencoder vae, Image pixels, Mask mask, NodeContext context, CancellationToken cancellation, bool noiseMask = true)
    {
        using var run = new AutoencoderRun(vae, context);
        var painted = PaintedOver.Of(pixels, mask, vae.Network.Factor, cancellation);
        var kept = await run.EncodeAsync(painted.Picture, cancellation: cancellation);
        var whole = await run.EncodeAsync(painted.Whole, cancellation: cancellation);
        Condition Told(Condition condition) => condition with { Concat = kept, ConcatMask = painted.Mask };
        return (positive.Each(Told), negative.Each(Told), noiseMask ? whole.WithNoiseMask(painted.Mask) : whole);
    }
}
