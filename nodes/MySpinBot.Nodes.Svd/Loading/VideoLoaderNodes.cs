using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>Models that make videos of pictures.</summary>
public static class VideoLoaderNodes
{
    /// <summary>Loads a model that makes videos of pictures: its network, its CLIP vision encoder and its VAE out of one file.</summary>
    /// <remarks>Stable Video Diffusion (img2vid, XT, 1.1) as Stability published it, svd.safetensors and svd_xt.safetensors. What a file is, is told from what is in it. The weights are read where they are used.</remarks>
    /// <param name="ckptName">The checkpoint: a file of the models folder <c>checkpoints</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    [Node("ImageOnlyCheckpointLoader", Title = "Load Checkpoint Image Only (img2vid model)", Category = "model/loaders", Search = "SVD,stable video diffusion,image to video,checkpoint", Lane = Lane.Io, Fingerprint = nameof(BesideCheckpoint))]
    public static LoadedVideoModel Load([FileFrom(CheckpointReading.Folder, Extensions = CheckpointReading.Extensions)] FileReference ckptName, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return LoadedVideoModel.Of(CheckpointReading.Read(ckptName, CheckpointReading.Folder, "ckpt_name"), Path.GetFileName(ckptName.Path), "ckpt_name");
    }

    /// <summary>Loads a model that makes videos of pictures from a folder of diffusers: model_index.json, and a folder for each part.</summary>
    /// <remarks>StableVideoDiffusionPipeline (img2vid, XT, 1.1). Each part's config.json is heeded.</remarks>
    /// <param name="modelPath">The folder, in the models folder <c>diffusers</c>.</param>
    /// <param name="context">Where its files are found.</param>
    /// <param name="cancellation">Ends the reading.</param>
    [Node("ImageOnlyDiffusersLoader", Title = "Load diffusers model Image Only (img2vid model)", Category = "model/loaders", Search = "SVD,stable video diffusion,image to video,diffusers,model_index.json,huggingface", Lane = Lane.Io, Fingerprint = nameof(BesideFolder))]
    public static async Task<LoadedVideoModel> LoadFolderAsync([FileFrom(DiffusersFolder.Kind)] FileReference modelPath, NodeContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var parts = await DiffusersReading.ReadAsync(modelPath, context.Weights, "model_path", cancellation);
        return LoadedVideoModel.Of(parts, Path.GetFileName(Path.GetDirectoryName(modelPath.Path)) ?? "", "model_path");
    }

    internal static string? BesideCheckpoint(FileReference? ckptName) => ckptName is null ? null : OriginalConfig.Print(ckptName.Path);

    internal static string? BesideFolder(FileReference? modelPath) => modelPath is null ? null : Checkpoints.WeightFaults.Told(() => new DiffusersFolder(modelPath).Print(), "model_path");
}
