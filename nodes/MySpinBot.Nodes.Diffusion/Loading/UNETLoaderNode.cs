using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>How the weights of a network are kept.</summary>
public enum WeightType
{
    /// <summary>As the device computes best.</summary>
    [Choice("default")]
    Default,

    /// <summary>ComfyUI keeps 8-bit floats, with 4 bits of exponent.</summary>
    [Choice("fp8_e4m3fn")]
    Float8E4M3,

    /// <summary>As fp8_e4m3fn; ComfyUI multiplies in it too.</summary>
    [Choice("fp8_e4m3fn_fast")]
    Float8E4M3Fast,

    /// <summary>ComfyUI keeps 8-bit floats, with 5 bits of exponent.</summary>
    [Choice("fp8_e5m2")]
    Float8E5M2,
}

/// <summary>Networks alone.</summary>
public static class UNETLoaderNode
{
    private const string Folder = "diffusion_models";

    /// <summary>Loads the network of a diffusion model without its text encoder and VAE.</summary>
    /// <remarks>Networks of Stable Diffusion 1.x and of Stable Video Diffusion, in the names of diffusers or of the original repositories; whole checkpoints are taken too. A config.json of diffusers beside the file, or a .yaml of the original repository of the same name, is heeded.</remarks>
    /// <param name="unetName">The network: a file of the models folder <c>diffusion_models</c> or <c>unet</c>.</param>
    /// <param name="context">Where is said what is done otherwise.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="weightDtype">What weights are kept as. 8-bit types are taken as default: 16 bits on a graphics processor, 32 on a processor.</param>
    /// <returns>The model.</returns>
    [Node("UNETLoader", Title = "Load diffusion model", Category = "model/loaders", Search = "unet,diffusion model,network", Lane = Lane.Io, Fingerprint = nameof(Beside))]
    public static DiffusionModel Load(
        [FileFrom(Folder, Extensions = CheckpointReading.Extensions)] FileReference unetName,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Advanced = true)] WeightType weightDtype = WeightType.Default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (weightDtype != WeightType.Default)
        {
            context.Log.Info("Weights are not kept in 8 bits here: they have 16 on a graphics processor and 32 on a processor.");
        }

        return CheckpointReading.ReadNetwork(unetName, Folder, "unet_name");
    }

    internal static string? Beside(FileReference? unetName) => unetName is null ? null : CheckpointReading.Print(unetName);
}
