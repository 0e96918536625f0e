using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Reads which model a folder of diffusers is, and its parts.</summary>
internal static class DiffusersReading
{
    // Pipelines of Stable Diffusion 1.x go by several names, since one model serves several of them.
    private static readonly string[] Known = ["StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline", "StableDiffusionInpaintPipelineLegacy", "LatentConsistencyModelPipeline", "StableVideoDiffusionPipeline"];

    /// <summary>Reads a folder.</summary>
    /// <param name="index">Its <c>model_index.json</c>.</param>
    /// <param name="files">Where the content of its files is known.</param>
    /// <param name="input">The input that names it, for sentences.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="NodeFailure">It is none that runs here; the sentence says what it is and what would be right.</exception>
    public static ValueTask<ModelParts> ReadAsync(FileReference index, IWeightFiles files, string input, CancellationToken cancellation) => WeightFaults.ToldAsync(async () =>
    {
        var folder = new DiffusersFolder(index);
        Refuse(folder);
        var opened = new Opened(folder, index, files, cancellation);
        var model = await opened.PartAsync("unet", PartReading.Network) ?? throw new CheckpointException($"{folder.Name} has no network that takes noise away: its folder 'unet' with diffusion_pytorch_model.safetensors is missing.");
        var vae = await opened.PartAsync("vae", PartReading.Vae);
        var text = await opened.PartAsync("text_encoder", PartReading.Text);
        return new ModelParts
        {
            Model = Sampled(model.Read, folder),
            Text = text is null ? Absent.Text($"{folder.Name} has no text encoder; load one with CLIPLoader.")
                : PartsTogether.Mismatch(model.Read.Network, text.Read) is { } words ? Absent.Text($"In {folder.Name} {words} Load the right text encoder with CLIPLoader.") : text.Read,
            Vae = vae is null ? Absent.Vae(model.Read.Weights, $"{folder.Name} has no VAE; load one with VAELoader.")
                : PartsTogether.Mismatch(model.Read.Network, vae.Read) is { } latents ? Absent.Vae(vae.Read.Weights, $"In {folder.Name} {latents} Load the right VAE with VAELoader.") : vae.Read,
            Vision = (await opened.PartAsync("image_encoder", PartReading.Vision))?.Read,
        };
    }, input);

    private static void Refuse(DiffusersFolder folder)
    {
        if (SchedulerConfig.Text(folder.Index(), "_class_name") is { } pipeline && !Known.Contains(pipeline))
        {
            throw new CheckpointException($"{folder.Name} is a {pipeline}, which does not run here; a StableDiffusionPipeline of the version 1.x, or a StableVideoDiffusionPipeline, would be right.");
        }
    }

    // What the network was trained for stands with the scheduler; what latents are multiplied by, with the autoencoder.
    private static DiffusionModel Sampled(DiffusionModel model, DiffusersFolder folder)
    {
        var scheduler = folder.Json("scheduler/scheduler_config.json");
        return model with
        {
            Sampling = scheduler is { } told ? SchedulerConfig.Applied(model.Sampling, told) : model.Sampling,
            LatentScale = folder.Json("vae/config.json") is { } vae && vae.TryGetProperty("scaling_factor", out var scale) && scale.ValueKind == JsonValueKind.Number && scale.GetDouble() is > 0 and var number ? number : model.LatentScale,
        };
    }

    private sealed record Part<T>(T Read);

    private delegate T? Reader<T>(ITensors checkpoint, WeightFile weights, JsonElement? config);

    private sealed class Opened(DiffusersFolder folder, FileReference index, IWeightFiles files, CancellationToken cancellation)
    {
        public ValueTask<Part<DiffusionModel>?> PartAsync(string part, Func<ITensors, WeightFile, JsonElement?, HeadRule?, DiffusionModel?> read) => PartAsync<DiffusionModel>(part, (checkpoint, weights, config) => read(checkpoint, weights, config, null));

        public async ValueTask<Part<T>?> PartAsync<T>(string part, Reader<T> read)
            where T : class
        {
            if (folder.WeightsOf(part) is not { } name)
            {
                return null;
            }

            var file = await files.BesideAsync(index, name, cancellation) ?? throw new CheckpointException($"'{name}' of {folder.Name} cannot be found.");
            using var checkpoint = Checkpoint.Open(file.Path);
            try
            {
                return read(checkpoint, new WeightFile(DiffusersFolder.Kind, file.Id, file.Length), folder.Json($"{part}/config.json")) is { } found ? new Part<T>(found)
                    : throw new CheckpointException($"It is {ModelIdentity.Identify(checkpoint).Name}.");
            }
            catch (CheckpointException fault)
            {
                throw new CheckpointException($"'{name}' of {folder.Name} cannot be used as its {part}. {fault.Message}", fault);
            }
        }
    }
}
