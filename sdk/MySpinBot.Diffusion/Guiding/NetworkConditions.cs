using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>One condition as a network takes it.</summary>
/// <param name="Text">What is attended to.</param>
/// <param name="Beside">Channels beside the latents, [batch, extra, height, width]; empty for none.</param>
/// <param name="Added">Further numbers of each picture, or of the video; empty for none.</param>
internal sealed record NetworkConditions(Embedding Text, float[] Beside, float[] Added)
{
    /// <summary>Channels beside the latents.</summary>
    public int Extra(LatentShape shape) => Beside.Length / (shape.Batch * shape.Height * shape.Width);

    /// <summary>What Stable Video Diffusion is told where nobody says it: 6 frames a second, less one, as ComfyUI has it.</summary>
    private static readonly VideoCondition UsualVideo = new(5, 127, 0);

    /// <summary>What a condition means for a network.</summary>
    /// <exception cref="NodeFailure">The condition was made by another text encoder, or lacks what the network wants.</exception>
    public static NetworkConditions Of(Condition condition, NetworkConfig config, PaintedPicture picture)
    {
        if (condition.Text.Width != config.ContextWidth)
        {
            throw new NodeFailure($"A condition has vectors of {condition.Text.Width} values and this model attends to {config.ContextWidth}: it was encoded for another kind of model. {Right(condition, config)}");
        }

        if (config is VideoUNetConfig && condition.Text.Batch > 1)
        {
            throw new NodeFailure($"A condition holds {condition.Text.Batch} pictures and a video begins with one; encode one picture.");
        }

        return new NetworkConditions(condition.Text, BesideLatents.Of(condition, config, picture), AddedBy(condition, config, picture.Shape));
    }

    /// <summary>What would be right in place of a condition of another width.</summary>
    private static string Right(Condition condition, NetworkConfig config) => (config, condition.Video) switch
    {
        (VideoUNetConfig, _) => "Stable Video Diffusion goes by a picture and not by text: give it what SVD_img2vid_Conditioning makes with the CLIP vision of this model's checkpoint.",
        (_, not null) => "It is of a picture, for Stable Video Diffusion; this model goes by text: encode a prompt with CLIPTextEncode and the text encoder of this model's checkpoint.",
        _ => "Encode the text with the text encoder of this model's checkpoint.",
    };

    private static float[] AddedBy(Condition condition, NetworkConfig config, LatentShape shape) => config switch
    {
        VideoUNetConfig => Video(condition.Video ?? UsualVideo),
        UNetConfig { AddedWidth: > 0 } => Pooled(condition, shape),
        _ => [],
    };

    private static float[] Video(VideoCondition video) => [(float)video.Fps, (float)video.MotionBucket, (float)video.Augmentation];

    private static float[] Pooled(Condition condition, LatentShape shape)
    {
        const int pixels = 8;
        var pooled = condition.Pooled ?? throw new NodeFailure("This model also takes the prompt in one vector, and a condition has none; encode the text with the text encoders of this model's checkpoint.");
        var sizes = condition.Sizes ?? new PictureSizes(shape.Width * pixels, shape.Height * pixels, 0, 0, shape.Width * pixels, shape.Height * pixels);
        return [.. pooled.Values[..pooled.Width], sizes.Height, sizes.Width, sizes.CropY, sizes.CropX, sizes.TargetHeight, sizes.TargetWidth];
    }
}
