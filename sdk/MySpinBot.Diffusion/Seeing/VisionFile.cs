using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>From a file that has a CLIP vision network in it, alone or among other parts, to its recipe and its graph.</summary>
internal static class VisionFile
{
    /// <summary>The folder of models that such files lie in.</summary>
    public const string Folder = "clip_vision";

    // A configuration is some hundred lines; nothing longer is read.
    private const long LongestConfig = 1 << 20;

    /// <summary>Reads from a file which network it is. A <c>config.json</c> beside it counts where it describes this network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The same file, by content.</param>
    /// <param name="precision">What it is to compute in.</param>
    /// <exception cref="CheckpointException">There is no such network in it; the sentence says what it is instead.</exception>
    public static VisionEncoder Read(string path, WeightFile weights, Precision precision = Precision.Auto)
    {
        using var file = Checkpoint.Open(path);
        var named = Named(file);
        var config = ConfigBeside(path) is { } beside && ClipVisionReading.Describes(beside, ClipVisionReading.Read(named)) ? beside : (JsonElement?)null;
        return (PartReading.Vision(file, weights, config) ?? throw None(file)) with { Precision = precision };
    }

    /// <summary>Opens a file; the model takes it over.</summary>
    /// <exception cref="CheckpointException">There is no such network in it, or it is damaged.</exception>
    public static OnnxModel Open(string path, ClipVisionConfig network, TensorType compute)
    {
        var file = Checkpoint.Open(path);
        try
        {
            return OnnxModel.Of(ClipVisionNetwork.Build(Named(file), network, compute), file);
        }
        catch
        {
            // Whatever it was: nobody else closes the file now.
            file.Dispose();
            throw;
        }
    }

    private static ITensors Named(Checkpoint file) => ClipVisionNames.Official(file) ?? throw None(file);

    private static CheckpointException None(Checkpoint file) => new(
        $"'{Path.GetFileName(file.Path)}' is {ModelIdentity.Identify(file).Name}, and has no CLIP vision network in it. A file of one would be right, as the image encoder of Stable Video Diffusion is.");

    private static JsonElement? ConfigBeside(string path)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(path) ?? "", "config.json"));
        try
        {
            if (!file.Exists || file.Length > LongestConfig)
            {
                return null;
            }

            using var parsed = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return parsed.RootElement.Clone();
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // It is not needed: shapes tell nearly everything.
            return null;
        }
    }
}
