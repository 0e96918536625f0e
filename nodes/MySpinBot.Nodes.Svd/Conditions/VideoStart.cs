using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>What a video of Stable Video Diffusion is made from.</summary>
/// <param name="Positive">The picture's conditions: as CLIP sees it, and its latents beside the noise.</param>
/// <param name="Negative">The same with nothing of the picture.</param>
/// <param name="Latent">Empty latents, one for each frame.</param>
public sealed record VideoStart(Conditioning Positive, Conditioning Negative, Latent Latent)
{
    /// <summary>The pixels and noise of a picture as latents and vectors, as conditions of a video.</summary>
    /// <param name="clipVision">What sees the picture.</param>
    /// <param name="vae">What encodes it.</param>
    /// <param name="seen">The picture as it came.</param>
    /// <param name="how">How it becomes what CLIP looks at.</param>
    /// <param name="pixels">The picture in the video's size, with its noise.</param>
    /// <param name="told">What the model is told.</param>
    /// <param name="frames">Frames of the video.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static async Task<VideoStart> OfAsync(
        VisionEncoder clipVision, Autoencoder vae, Image seen, VisionPreprocessing how, Image pixels, VideoCondition told, int frames, NodeContext context, CancellationToken cancellation)
    {
        var text = await SeenAsync(clipVision, seen, how, context, cancellation);
        Latent beside;
        using (var autoencoder = new AutoencoderRun(vae, context))
        {
            beside = await autoencoder.EncodeAsync(pixels, cancellation: cancellation);
        }

        var shape = beside.Shape with { Batch = frames };
        if ((decimal)shape.Batch * shape.Channels * shape.Height * shape.Width > Latent.MaxValues)
        {
            throw new NodeFailure($"{frames} frames of {pixels.Width}×{pixels.Height} pixels are more than latents may hold ({Latent.MaxValues} values); fewer or smaller frames would be right.") { Input = "video_frames" };
        }

        return new VideoStart(
            new Conditioning([new Condition(text) { Concat = beside, Video = told }]),
            new Conditioning([new Condition(Zeros(text)) { Concat = Latent.Zeros(beside.Shape), Video = told }]),
            Latent.Zeros(shape));
    }

    // Of several pictures each is a vector that is attended to, as ComfyUI has it.
    private static async Task<Embedding> SeenAsync(VisionEncoder clipVision, Image seen, VisionPreprocessing how, NodeContext context, CancellationToken cancellation)
    {
        using var vision = await VisionRun.OpenAsync(clipVision, context, cancellation);
        var projected = (await vision.EncodeAsync(seen, how, cancellation)).Projected;
        return projected.Batch == 1 ? projected : Embedding.Own(1, projected.Batch * projected.Tokens, projected.Width, projected.Values.ToArray());
    }

    private static Embedding Zeros(Embedding like) => Embedding.Own(like.Batch, like.Tokens, like.Width, new float[like.Values.Length]);
}
