using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Models as their authors published them: all parts in one file, in the names of the original repositories.</summary>
internal static class SingleFile
{
    private static readonly (string Diffusers, string Original)[] Outside =
    [
        ("conv_in.", "input_blocks.0.0."), ("time_embedding.linear_1.", "time_embed.0."), ("time_embedding.linear_2.", "time_embed.2."), ("conv_norm_out.", "out.0."), ("conv_out.", "out.2."),
    ];

    private static readonly (string Diffusers, string Original)[] Residual =
    [
        ("norm1.", "in_layers.0."), ("conv1.", "in_layers.2."), ("time_emb_proj.", "emb_layers.1."), ("norm2.", "out_layers.0."), ("conv2.", "out_layers.3."), ("conv_shortcut.", "skip_connection."),
    ];

    /// <summary>Stable Diffusion 1.x.</summary>
    /// <param name="unet">The network's weights, in diffusers' names.</param>
    /// <param name="config">How the network is made.</param>
    /// <param name="vae">The autoencoder's; null for a file without.</param>
    /// <param name="text">The text encoder's, in those of transformers; null for a file without.</param>
    public static ITensors StableDiffusion(ITensors unet, UNetConfig config, ITensors? vae, ITensors? text) => Joined(
        new RenamedTensors(unet, name => $"model.diffusion_model.{Original(name, config)}"),
        vae is null ? null : VideoAutoencoderShapes.ToSingleFile(vae, "first_stage_model."),
        text is null ? null : new RenamedTensors(text, name => $"cond_stage_model.transformer.{name}"));

    /// <summary>Stable Video Diffusion.</summary>
    /// <param name="unet">The network's weights, in diffusers' names.</param>
    /// <param name="config">How the network is made.</param>
    /// <param name="vae">The autoencoder's; null for a file without.</param>
    /// <param name="vision">The vision encoder's, in those of transformers; null for a file without.</param>
    public static ITensors StableVideoDiffusion(ITensors unet, VideoUNetConfig config, ITensors? vae, ITensors? vision) => Joined(
        new RenamedTensors(unet, name => $"model.diffusion_model.{VideoUNetShapes.Stability(name, config)}"),
        vae is null ? null : VideoAutoencoderShapes.ToSingleFile(vae, "first_stage_model."),
        vision is null ? null : ClipVisionShapes.ToOpenClip(vision, "conditioner.embedders.0.open_clip.model.visual."));

    /// <summary>What the original repository calls a weight of the network, without <c>model.diffusion_model.</c>.</summary>
    /// <param name="name">In diffusers' names.</param>
    /// <param name="config">How the network is made.</param>
    public static string Original(string name, UNetConfig config)
    {
        if (Replaced(name, Outside) is { } outside)
        {
            return outside;
        }

        var parts = name.Split('.');
        var each = config.LayersPerBlock + 1;
        return parts[0] switch
        {
            "mid_block" => $"middle_block.{(parts[1] == "resnets" ? 2 * Number(2) : (2 * Number(2)) + 1)}.{Within(3)}",
            "down_blocks" when parts[2] == "downsamplers" => $"input_blocks.{(Number(1) + 1) * each}.0.op.{parts[^1]}",
            "down_blocks" => $"input_blocks.{(Number(1) * each) + 1 + Number(3)}.{(parts[2] == "resnets" ? 0 : 1)}.{Within(4)}",
            "up_blocks" when parts[2] == "upsamplers" => $"output_blocks.{((Number(1) + 1) * each) - 1}.{(Attends(config.Channels.Length - 1 - Number(1)) ? 2 : 1)}.conv.{parts[^1]}",
            "up_blocks" => $"output_blocks.{(Number(1) * each) + Number(3)}.{(parts[2] == "resnets" ? 0 : 1)}.{Within(4)}",
            _ => throw new ArgumentException($"'{name}' is no weight of a UNet.", nameof(name)),
        };

        int Number(int place) => int.Parse(parts[place], CultureInfo.InvariantCulture);
        bool Attends(int level) => config.TransformerLayers[level] > 0;
        string Within(int from) => string.Join('.', parts[from..]) is var rest && parts.Contains("resnets") ? Replaced(rest, Residual)! : rest;
    }

    private static string? Replaced(string name, (string Diffusers, string Original)[] rules)
    {
        foreach (var (diffusers, original) in rules)
        {
            if (name.StartsWith(diffusers, StringComparison.Ordinal))
            {
                return original + name[diffusers.Length..];
            }
        }

        return null;
    }

    private static JoinedTensors Joined(params ITensors?[] parts) => new([.. parts.OfType<ITensors>()]);
}
