using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>What a checkpoint holds.</summary>
/// <param name="Model">The network that takes noise away.</param>
/// <param name="Clip">What turns prompts into conditions. Where the checkpoint has none, the node that uses it says so.</param>
/// <param name="Vae">What turns pictures into latents and back. Where the checkpoint has none, the node that uses it says so.</param>
public sealed record LoadedCheckpoint([Output(Name = "MODEL")] DiffusionModel Model, [Output(Name = "CLIP")] TextEncoder Clip, [Output(Name = "VAE")] Autoencoder Vae);

/// <summary>Whole models in one file.</summary>
public static class CheckpointLoaderSimpleNode
{
    /// <summary>Loads a checkpoint: a model, its text encoder and its VAE out of one file.</summary>
    /// <remarks>Stable Diffusion 1.x, with inpainting models, as .safetensors or .ckpt. What a file is, is told from what is in it, and nothing in it is executed. The weights are read where they are used.
    /// A .yaml of the original repository beside the file, of the same name, is heeded: it says how attentions are divided, and what the network predicts.</remarks>
    /// <param name="ckptName">The checkpoint: a file of the models folder <c>checkpoints</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    [Node("CheckpointLoaderSimple", Title = "Load checkpoint", Category = "model/loaders", Search = "load model,checkpoint,model loader,load checkpoint,ckpt,model,Stable Diffusion", Lane = Lane.Io, Fingerprint = nameof(Beside))]
    public static LoadedCheckpoint Load([FileFrom(CheckpointReading.Folder, Extensions = CheckpointReading.Extensions)] FileReference ckptName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var parts = CheckpointReading.Read(ckptName, CheckpointReading.Folder, "ckpt_name");
        return new LoadedCheckpoint(parts.Model!, parts.Text, parts.Vae);
    }

    internal static string? Beside(FileReference? ckptName) => ckptName is null ? null : OriginalConfig.Print(ckptName.Path);
}
