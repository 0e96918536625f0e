using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Esrgan;

/// <summary>Naming an upscaling model.</summary>
public static class UpscaleModelLoaderNode
{
    /// <summary>Extensions of files that are read.</summary>
    internal const string Extensions = ".pth,.pt,.ckpt,.bin,.safetensors,.sft,.onnx";

    /// <summary>Names a model that makes pictures larger.</summary>
    /// <remarks>ESRGAN and Real-ESRGAN (RRDBNet), SRVGGNetCompact, and graphs that were exported to ONNX. What it is, and how much larger it makes pictures, is read from the file; the weights are loaded where they are used.</remarks>
    /// <param name="modelName">A file in the folder <c>upscale_models</c>.</param>
    /// <param name="context">Where memory comes from.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <param name="precision">What it computes in. auto: 32 bits on a processor, 16 on a graphics processor. fp16 takes half the memory, and is faster on graphics processors only.</param>
    /// <returns>The model.</returns>
    [Node("UpscaleModelLoader", Title = "Load upscale model", Category = "loaders", Search = "ESRGAN,Real-ESRGAN,super resolution,upscaler", Lane = Lane.Io)]
    public static async Task<UpscaleModel> LoadAsync(
        [FileFrom(UpscaleModel.Folder, Extensions = Extensions)] FileReference modelName,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Advanced = true)] UpscalePrecision precision = UpscalePrecision.Auto)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await UpscaleModel.ReadAsync(modelName, precision, context.Models, cancellation);
        }
        catch (NodeFailure failure) when (failure.Input is null)
        {
            throw new NodeFailure(failure.Message, failure) { Input = "model_name" };
        }
    }
}
