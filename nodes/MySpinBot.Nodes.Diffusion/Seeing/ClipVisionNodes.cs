using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Pictures as CLIP sees them.</summary>
public static class ClipVisionNodes
{
    /// <summary>Names a CLIP vision network, which turns pictures into vectors.</summary>
    /// <remarks>The networks of transformers (<c>image_encoder/model.safetensors</c> of Stable Video Diffusion, CLIP ViT-L, ViT-H, ViT-bigG) and those of OpenAI's and OpenCLIP's own files. How it is made is read from its weights; a <c>config.json</c>
    /// beside them is heeded where it describes them. The weights are loaded where they are used.</remarks>
    /// <param name="clipName">A file in the folder <c>clip_vision</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The network.</returns>
    [Node("CLIPVisionLoader", Title = "Load CLIP Vision", Category = "model/loaders", Search = "image encoder,ViT,IP adapter,stable video diffusion", Lane = Lane.Io)]
    public static VisionEncoder Load([FileFrom(VisionFile.Folder, Extensions = ".safetensors,.sft,.bin,.pt,.pth,.ckpt")] FileReference clipName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return WeightFaults.Told(() => VisionFile.Read(clipName.Path, new WeightFile(VisionFile.Folder, clipName.Id, clipName.Length)), "clip_name");
    }

    /// <summary>Turns pictures into the vectors that a CLIP vision network sees in them.</summary>
    /// <remarks>A picture is made small as ComfyUI does it: by cubic interpolation that averages, then rounded to 8-bit levels. Transparency is left out.</remarks>
    /// <param name="clipVision">The network.</param>
    /// <param name="image">The pictures.</param>
    /// <param name="crop">center: the shorter side is made as long as the network's square and the middle is cut out. none: the whole picture is squeezed into the square.</param>
    /// <param name="context">Where the network and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>One vector for each picture, and those of its patches.</returns>
    [Node("CLIPVisionEncode", Title = "CLIP Vision Encode", Category = "model/conditioning", Search = "image embedding,image encoder,stable video diffusion", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<VisionOutput> EncodeAsync(VisionEncoder clipVision, Image image, NodeContext context, CancellationToken cancellation, [Choices("center", "none")] string crop = "center")
    {
        cancellation.ThrowIfCancellationRequested();
        using var vision = await VisionRun.OpenAsync(clipVision, context, cancellation);
        return await vision.EncodeAsync(image, crop == "none" ? VisionPreprocessing.Squash : VisionPreprocessing.CentreCrop, cancellation);
    }
}
