using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>A picture as the beginning of a video, as diffusers has it.</summary>
public static class StableVideoDiffusionConditioningNode
{
    /// <summary>Makes the conditions of a video from a picture as diffusers' pipeline does: for videos that are to be the same as there.</summary>
    /// <remarks>CLIP looks at the whole picture, blurred and squeezed into its square; what the VAE encodes is scaled by Lanczos to the video's size, whatever its ratio, with noise of a seed on it. For the rest of the pipeline: VideoLinearCFGGuidance with 1,
    /// and a KSampler with cfg 3, euler, karras. SVD_img2vid_Conditioning prepares the picture as ComfyUI does.</remarks>
    /// <param name="clipVision">What sees the picture: the model's own.</param>
    /// <param name="initImage">The picture.</param>
    /// <param name="vae">What encodes it: the model's own.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="width">Columns of the video, in pixels; a multiple of 8.</param>
    /// <param name="height">Rows of the video, in pixels; a multiple of 8.</param>
    /// <param name="videoFrames">Frames of the video: 14 for Stable Video Diffusion, 25 for XT.</param>
    /// <param name="motionBucketId">How much moves.</param>
    /// <param name="fps">Frames a second that the video is played with; the model is told one less, as it was trained.</param>
    /// <param name="noiseAugStrength">How much noise is added to the picture, whose values lie in −1..1.</param>
    /// <param name="seed">The seed of that noise.</param>
    /// <returns>The conditions, and empty latents.</returns>
    [Node("StableVideoDiffusionConditioning", Title = "Stable Video Diffusion conditioning (diffusers)", Category = "model/conditioning/stable video", Search = "SVD,diffusers,image to video,img2vid,animate", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<VideoStart> EncodeAsync(
        VisionEncoder clipVision,
        Image initImage,
        Autoencoder vae,
        NodeContext context,
        CancellationToken cancellation,
        [Range(16, 16384), Input(Step = 8)] int width = 1024,
        [Range(16, 16384), Input(Step = 8)] int height = 576,
        [Range(1, 4096)] int videoFrames = 14,
        [Range(1, 1023)] int motionBucketId = 127,
        [Range(1, 1024)] int fps = 7,
        [Range(0.0, 10.0), Input(Step = 0.01)] double noiseAugStrength = 0.02,
        [Input(Seed = true)] ulong seed = 0)
    {
        cancellation.ThrowIfCancellationRequested();
        if (initImage.Batch > 1)
        {
            throw new NodeFailure($"A video begins with one picture, and there are {initImage.Batch}; ImageFromBatch takes one of them.") { Input = "init_image" };
        }

        // Noise on −1..1 is half as much on 0..1.
        var pixels = AugmentationNoise.Added(Scaled(initImage, width, height, cancellation), (float)noiseAugStrength / 2, seed, isPlanar: true);
        var told = new VideoCondition(fps - 1, motionBucketId, noiseAugStrength);
        return await VideoStart.OfAsync(clipVision, vae, initImage, VisionPreprocessing.Blurred, pixels, told, videoFrames, context, cancellation);
    }

    /// <summary>The picture in the video's size, on 8-bit levels.</summary>
    internal static Image Scaled(Image image, int width, int height, CancellationToken cancellation) => ImageScaling.Resize(image, width, height, ScalingKernel.Lanczos, cancellation: cancellation);
}
