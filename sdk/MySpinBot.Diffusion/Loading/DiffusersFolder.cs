using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A model as diffusers keeps it: a folder with <c>model_index.json</c>, and a folder for each part with <c>config.json</c> and weights.</summary>
/// <param name="index">The model's <c>model_index.json</c>.</param>
internal sealed class DiffusersFolder(FileReference index)
{
    /// <summary>The models folder that such folders lie in.</summary>
    public const string Kind = "diffusers";

    // Descriptions have some thousand bytes.
    private const int MostBytes = 1 << 20;

    private static readonly string[] Parts = ["unet", "text_encoder", "vae", "image_encoder", "scheduler"];

    // The whole before the half, and what cannot hold a program before what can.
    private static readonly string[] WeightNames =
    [
        "diffusion_pytorch_model.safetensors", "model.safetensors", "diffusion_pytorch_model.fp16.safetensors", "model.fp16.safetensors",
        "diffusion_pytorch_model.bin", "pytorch_model.bin", "diffusion_pytorch_model.fp16.bin", "pytorch_model.fp16.bin",
    ];

    /// <summary>Its name, for sentences.</summary>
    public string Name { get; } = $"'{Path.GetFileName(Path.GetDirectoryName(index.Path))}'";

    /// <summary>The pipeline that it was saved from: <c>StableDiffusionPipeline</c>.</summary>
    /// <exception cref="CheckpointException">The index is none.</exception>
    public JsonElement Index() => Json("model_index.json") ?? throw new CheckpointException($"{Name} has no model_index.json, which says what parts a model of diffusers has.");

    /// <summary>A part's description; null where there is none.</summary>
    /// <param name="path">Its path below the folder: <c>unet/config.json</c>.</param>
    /// <exception cref="CheckpointException">It is there, and is none.</exception>
    public JsonElement? Json(string path)
    {
        var file = PathOf(path);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                throw new CheckpointException($"'{path}' of {Name} has more than {MostBytes} bytes, and is no description of a model.");
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw new CheckpointException($"'{path}' of {Name} describes nothing: an object would be right.");
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"'{path}' of {Name} is no JSON: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' of {Name} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The path below the folder of a part's weights; null where there are none.</summary>
    /// <exception cref="CheckpointException">They are spread over several files.</exception>
    public string? WeightsOf(string part)
    {
        if (Array.Find(WeightNames, name => File.Exists(PathOf($"{part}/{name}"))) is { } name)
        {
            return $"{part}/{name}";
        }

        return Directory.Exists(PathOf(part)) && Directory.EnumerateFiles(PathOf(part), "*.index.json").Any()
            ? throw new CheckpointException($"The weights of '{part}' in {Name} are spread over several files; one file, as the models that run here are published, would be right.") : null;
    }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Join(Path.GetDirectoryName(index.Path), name);

    /// <summary>What tells it from the same folder with other parts, without reading weights: for keys.</summary>
    public string Print()
    {
        using var print = new MemoryStream();
        var writer = new ValueWriter(print);
        foreach (var part in Parts)
        {
            foreach (var name in (string?[])[WeightsOf(part), $"{part}/config.json", $"{part}/scheduler_config.json"])
            {
                if (name is not null && new FileInfo(PathOf(name)) is { Exists: true } file)
                {
                    writer.Text(name);
                    writer.Int64(file.Length);
                    writer.Int64(file.LastWriteTimeUtc.Ticks);
                }
            }
        }

        return ContentId.Of(print.ToArray()).ToString();
    }
}
