using MySpinBot.Diffusion;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Painting;

/// <summary>A folder of small models, and nodes that run on it.</summary>
internal sealed class TinyStudio : IAsyncDisposable
{
    private static readonly string[] Kinds = ["checkpoints", "diffusion_models", "diffusers", "loras", "text_encoders", "vae", "embeddings"];

    public TinyStudio() => Nodes = NodeRunner.For(typeof(CheckpointLoaderSimpleNode).Assembly, new NodeRunnerOptions { ModelFolders = Kinds.ToDictionary(kind => kind, kind => (IReadOnlyList<string>)[Path.Combine(Models, kind)]) });

    public string Models { get; } = Directory.CreateTempSubdirectory("studio-").FullName;

    public NodeRunner Nodes { get; }

    /// <summary>Loads a checkpoint, or a folder of diffusers.</summary>
    public async Task<LoadedCheckpoint> LoadAsync(string file)
    {
        var result = Path.GetFileName(file) == "model_index.json"
            ? await Nodes.RunAsync("DiffusersLoader", new { modelPath = file }, TestContext.Current.CancellationToken)
            : await Nodes.RunAsync("CheckpointLoaderSimple", new { ckptName = file }, TestContext.Current.CancellationToken);
        return new LoadedCheckpoint(result.Output<DiffusionModel>("MODEL"), result.Output<TextEncoder>("CLIP"), result.Output<Autoencoder>("VAE"));
    }

    /// <summary>Paints a small picture in two steps.</summary>
    public async Task<Image> PaintAsync(LoadedCheckpoint parts, ulong seed = 1, int size = 64)
    {
        var (wanted, unwanted) = (await EncodeAsync(parts.Clip, "a lighthouse"), await EncodeAsync(parts.Clip, ""));
        var canvas = await Nodes.RunAsync("EmptyLatentImage", new { width = size, height = size, batchSize = 1 }, TestContext.Current.CancellationToken);
        var sampled = await Nodes.RunAsync(
            "KSampler",
            new { model = parts.Model, seed, steps = 2, cfg = 4.0, samplerName = "euler", scheduler = "normal", positive = wanted, negative = unwanted, latentImage = canvas.Output<Latent>(), denoise = 1.0 },
            TestContext.Current.CancellationToken);
        return (await Nodes.RunAsync("VAEDecode", new { samples = sampled.Output<Latent>(), vae = parts.Vae }, TestContext.Current.CancellationToken)).Output<Image>();
    }

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        Directory.Delete(Models, recursive: true);
    }

    private async Task<Conditioning> EncodeAsync(TextEncoder clip, string text)
        => (await Nodes.RunAsync("CLIPTextEncode", new { text, clip }, TestContext.Current.CancellationToken)).Output<Conditioning>();
}
