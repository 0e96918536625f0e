using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Latents in a file: safetensors, as ComfyUI's SaveLatent writes them.</summary>
internal static class LatentFile
{
    /// <summary>What such files end with.</summary>
    public const string Extension = ".latent";

    private const string Values = "latent_tensor";

    // Files without it are from before latents were kept as the autoencoder gives them.
    private const string Version = "latent_format_version_0";
    private const float ScaleOfOld = 0.18215f;

    /// <summary>Writes latents, with texts beside them.</summary>
    public static void Write(Latent latent, IReadOnlyDictionary<string, string> texts, Stream output)
    {
        var shape = latent.Shape;
        SafetensorsWriter.Write(new MemoryTensors().Add(Values, latent.Values, shape.Batch, shape.Channels, shape.Height, shape.Width).Add(Version, [], 0), texts, output);
    }

    /// <summary>Reads latents.</summary>
    /// <exception cref="CheckpointException">It is no such file, or is damaged.</exception>
    public static Latent Read(string path)
    {
        using var file = Checkpoint.Open(path);
        if (!file.TryGet(Values, out var entry))
        {
            throw new CheckpointException($"'{Path.GetFileName(path)}' is {ModelIdentity.Identify(file).Name}, and has no latents in it; a file that SaveLatent wrote would be right.");
        }

        if (!entry.Type.IsFloat() || entry.Shape is not [> 0, > 0, > 0, > 0] || entry.Shape.Any(side => side > Latent.MaxValues) || (decimal)entry.Shape[0] * entry.Shape[1] * entry.Shape[2] * entry.Shape[3] > Latent.MaxValues)
        {
            throw new CheckpointException($"The latents in '{Path.GetFileName(path)}' are [{string.Join(", ", entry.Shape)}] of {entry.Type}; [pictures, channels, height, width] of at most {Latent.MaxValues} floating-point values would be right.");
        }

        var values = file.ReadFloats(entry);
        var scale = file.TryGet(Version, out _) ? 1 : ScaleOfOld;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] /= scale;
        }

        return Latent.Own(new LatentShape((int)entry.Shape[0], (int)entry.Shape[1], (int)entry.Shape[2], (int)entry.Shape[3]), values);
    }
}
