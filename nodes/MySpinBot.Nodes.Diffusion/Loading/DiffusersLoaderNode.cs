using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Whole models in the folders of diffusers.</summary>
public static class DiffusersLoaderNode
{
    /// <summary>Loads a model of diffusers: a folder with model_index.json, and a folder for each part.</summary>
    /// <remarks>Stable Diffusion 1.x and Stable Video Diffusion. Each part's config.json is heeded, and of its weights the whole ones are taken before those in 16 bits, and .safetensors before .bin.</remarks>
    /// <param name="modelPath">The folder, in the models folder <c>diffusers</c>.</param>
    /// <param name="context">Where its files are found.</param>
    /// <param name="cancellation">Ends the reading.</param>
    [Node("DiffusersLoader", Title = "Load diffusers model", Category = "model/loaders", Search = "diffusers,model_index.json,huggingface", Lane = Lane.Io, Fingerprint = nameof(Beside))]
    public static async Task<LoadedCheckpoint> LoadAsync([FileFrom(DiffusersFolder.Kind)] FileReference modelPath, NodeContext context, CancellationToken cancellation)
    {
        var parts = await DiffusersReading.ReadAsync(modelPath, context.Weights, "model_path", cancellation);
        return new LoadedCheckpoint(parts.Model!, parts.Text, parts.Vae);
    }

    internal static string? Beside(FileReference? modelPath) => modelPath is null ? null : WeightFaults.Told(() => new DiffusersFolder(modelPath).Print(), "model_path");
}
