using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>A picture as the beginning of a video, as ComfyUI has it.</summary>
public static class SvdImageToVideoConditioningNode
{
    // ComfyUI draws this noise from a generator that nobody seeds, so there is none that would be right.
    private const ulong SeedOfAugmentation = 0;

    /// <summary>Makes the conditions of a video from a picture: what CLIP sees in it, its latents beside the noise, and what the model is told of speed and motion.</summary>
    /// <remarks>As ComfyUI does it: CLIP looks at the middle of the picture; what the VAE encodes is cut to the video's ratio and scaled bilinearly. The noise of the augmentation is drawn with the seed 0, where ComfyUI's is another one each time.
    /// StableVideoDiffusionConditioning prepares the picture as diffusers does. Stable Video Diffusion was trained with 14 frames (XT: 25) of 1024×576 pixels.</remarks>
    /// <param name="clipVision">What sees the picture: the model's own.</param>
    /// <param name="initImage">The picture.</param>
    /// <param name="vae">What encodes it: the model's own.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="width">Columns of the video, in pixels.</param>
    /// <param name="height">Rows of the video, in pixels.</param>
    /// <param name="videoFrames">Frames of the video.</param>
    /// <param name="motionBucketId">How much moves: little at 1, much from 200 on.</param>
    /// <param name="fps">Frames a second that the motion is made for.</param>
    /// <param name="augmentationLevel">How much noise is added to the picture: more makes the video depart further from it.</param>
    /// <returns>The conditions, and empty latents.</returns>
    [Node("SVD_img2vid_Conditioning", Title = "SVD_img2vid_Conditioning", Category = "model/conditioning/stable video", Search = "stable video diffusion,image to video,img2vid,animate", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<VideoStart> EncodeAsync(
        VisionEncoder clipVision,
        Image initImage,
        Autoencoder vae,
        NodeContext context,
        CancellationToken cancellation,
        [Range(16, 16384), Input(Step = 8)] int width = 1024,
        [Range(16, 16384), Input(Step = 8)] int height = 576,
        [Range(1, 4096)] int videoFrames = 14,
        [Range(1, 1023), Input(Advanced = true)] int motionBucketId = 127,
        [Range(1, 1024)] int fps = 6,
        [Range(0.0, 10.0), Input(Step = 0.01, Advanced = true)] double augmentationLevel = 0)
    {
        cancellation.ThrowIfCancellationRequested();
        var pixels = AugmentationNoise.Added(ImageScaling.Scale(initImage, width, height, ScalingKernel.Bilinear, cropCentre: true, cancellation: cancellation), (float)augmentationLevel, SeedOfAugmentation, isPlanar: false);
        var told = new VideoCondition(fps - 1, motionBucketId, augmentationLevel);
        return await VideoStart.OfAsync(clipVision, vae, initImage, VisionPreprocessing.CentreCrop, pixels, told, videoFrames, context, cancellation);
    }
}
