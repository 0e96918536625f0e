using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Esrgan;

/// <summary>Making pictures larger with a model.</summary>
public static class ImageUpscaleWithModelNode
{
    /// <summary>Makes pictures larger with a model, by as much as the model does.</summary>
    /// <remarks>A picture that is too large for the memory there is, is cut into tiles that overlap. Transparency is taken through the model as a grey picture. What comes out lies in 0..1.</remarks>
    /// <param name="upscaleModel">The model.</param>
    /// <param name="image">The pictures.</param>
    /// <param name="context">Where the model and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The larger pictures.</returns>
    [Node("ImageUpscaleWithModel", Title = "Upscale image (using model)", Category = "image/upscaling", Search = "ESRGAN,Real-ESRGAN,enlarge,super resolution,resize", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Image> UpscaleAsync(UpscaleModel upscaleModel, Image image, NodeContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var upscaler = await Upscaler.OpenAsync(upscaleModel, context, cancellation: cancellation);
        return await upscaler.UpscaleAsync(image, cancellation);
    }
}
