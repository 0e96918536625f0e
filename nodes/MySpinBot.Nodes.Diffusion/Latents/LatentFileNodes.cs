using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Latents in files.</summary>
public static class LatentFileNodes
{
    private const string MediaType = "application/octet-stream";

    /// <summary>Saves latents in a file, with the graph that made them.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="context">Where they are saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <returns>The latents, as they came.</returns>
    [Node("SaveLatent", Title = "Save Latent", Category = "experimental", Search = "export latent", IsOutput = true, HasEffects = true)]
    [return: Output(Name = "samples")]
    public static async Task<Latent> SaveAsync(
        Latent samples,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "latents/ComfyUI")
    {
        using var file = context.Outputs.Number(filenamePrefix, LatentFile.Extension);
        await using (var output = File.Create(file.TemporaryPath))
        {
            LatentFile.Write(samples, Texts(prompt, extraPnginfo), output);
        }

        var saved = await file.CompleteAsync(MediaType, cancellation);
        context.Show("latents", JsonSerializer.SerializeToElement(new JsonObject
        {
            ["filename"] = saved.Name,
            ["subfolder"] = saved.Subfolder,
            ["type"] = "output",
            ["artifact"] = saved.Artifact.Id.ToString(),
        }));
        return samples;
    }

    /// <summary>Loads latents that were saved.</summary>
    /// <param name="latent">A file in the input folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The latents.</returns>
    [Node("LoadLatent", Title = "Load Latent", Category = "experimental", Search = "import latent", Lane = Lane.Io)]
    public static Latent Load([FileFrom("input", Extensions = LatentFile.Extension)] FileReference latent, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return WeightFaults.Told(() => LatentFile.Read(latent.Path), "latent");
    }

    private static Dictionary<string, string> Texts(JsonElement? prompt, JsonElement? extra)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var other in extra is { ValueKind: JsonValueKind.Object } others ? others.EnumerateObject().ToArray() : [])
        {
            texts[other.Name] = JsonSerializer.Serialize(other.Value);
        }

        if (prompt is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } graph)
        {
            texts["prompt"] = JsonSerializer.Serialize(graph);
        }

        return texts;
    }
}
