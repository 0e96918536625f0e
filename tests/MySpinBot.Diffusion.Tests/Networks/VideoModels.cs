using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Parts of a Stable Video Diffusion in diffusers' folders.</summary>
internal static class VideoModels
{
    public static Checkpoint Weights(string folder, string part)
        => Checkpoint.Open(Directory.EnumerateFiles(Path.Combine(folder, part), "*.safetensors").Where(file => Path.GetFileName(file) != "io.safetensors").ShouldHaveSingleItem());

    public static JsonElement Config(string folder, string part) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, part, "config.json"))).RootElement;
}
