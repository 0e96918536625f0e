using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>What the files of Stable Video Diffusion's autoencoder hold, in diffusers' names; and the same weights as a single file lays them out.</summary>
internal static partial class VideoAutoencoderShapes
{
    /// <summary>The published one: 98 million numbers.</summary>
    public static AutoencoderConfig StableVideoDiffusion { get; } = new(AutoencoderKind.Temporal, 4, [128, 256, 512, 512], 2);

    /// <summary>A small one of the same kind.</summary>
    public static AutoencoderConfig Tiny { get; } = new(AutoencoderKind.Temporal, 4, [32, 32, 32, 32], 1);

    /// <summary>All tensors of an autoencoder.</summary>
    public static ShapeList Of(AutoencoderConfig config)
    {
        var shapes = AutoencoderShapes.Encoder(config).Conv("quant_conv", config.LatentChannels * 2, config.LatentChannels * 2, side: 1);
        var channels = config.Channels[^1];
        shapes.Conv("decoder.conv_in", channels, config.LatentChannels);
        for (var layer = 0; layer < config.LayersPerBlock; layer++)
        {
            Block(shapes, $"decoder.mid_block.resnets.{layer}", channels, channels);
        }

        AutoencoderShapes.Attention(shapes, "decoder.mid_block.attentions.0", channels);
        for (var level = 0; level < config.Channels.Length; level++)
        {
            var given = config.Channels[config.Channels.Length - 1 - level];
            for (var layer = 0; layer <= config.LayersPerBlock; layer++)
            {
                Block(shapes, $"decoder.up_blocks.{level}.resnets.{layer}", channels, given);
                channels = given;
            }

            if (level < config.Channels.Length - 1)
            {
                shapes.Conv($"decoder.up_blocks.{level}.upsamplers.0.conv", channels, channels);
            }
        }

        return shapes.Norm("decoder.conv_norm_out", channels).Conv("decoder.conv_out", 3, channels).Conv3d("decoder.time_conv_out", 3, 3);
    }

    /// <summary>The same weights as the original repositories' code names them, with or without blocks over time: levels counted from the picture, blocks over time inside those of the pictures, matrices of attention as 1×1 convolutions.</summary>
    /// <param name="weights">The weights, in diffusers' names.</param>
    /// <param name="prefix">What stands before the names: <c>first_stage_model.</c>.</param>
    public static ITensors ToSingleFile(ITensors weights, string prefix)
    {
        var levels = 0;
        while (weights.TryGet($"decoder.up_blocks.{levels}.resnets.0.time_mixer.mix_factor", out _) || weights.TryGet($"decoder.up_blocks.{levels}.resnets.0.norm1.weight", out _))
        {
            levels++;
        }

        return ArrangedTensors.Reshaped(
            new RenamedTensors(weights, name => prefix + Original(name, levels)),
            entry => entry.Shape is [var given, var taken] && entry.Name.Contains(".mid.attn_1.", StringComparison.Ordinal) ? [given, taken, 1, 1] : null);
    }

    private static void Block(ShapeList shapes, string name, int taken, int given)
    {
        AutoencoderShapes.Resnet(shapes, $"{name}.spatial_res_block", taken, given);
        var time = $"{name}.temporal_res_block";
        shapes.Norm($"{time}.norm1", given).Conv3d($"{time}.conv1", given, given).Norm($"{time}.norm2", given).Conv3d($"{time}.conv2", given, given).Add($"{name}.time_mixer.mix_factor", 1);
    }

    private static string Original(string name, int levels)
    {
        var half = name.StartsWith("decoder.", StringComparison.Ordinal) ? "decoder" : "encoder";
        name = Levelled().Replace(name, match =>
        {
            var (way, level) = (match.Groups["way"].Value, Number(match, "level"));
            var part = match.Groups["kind"].Value == "resnets" ? $"block.{Number(match, "item")}" : $"{way}sample.conv";
            return $"{half}.{way}.{(half == "decoder" ? levels - 1 - level : level)}.{part}.";
        });
        return Middle().Replace(name, match => $"{half}.mid.block_{Number(match, "item") + 1}.")
            .Replace("mid_block.attentions.0.group_norm", "mid.attn_1.norm", StringComparison.Ordinal).Replace("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out", StringComparison.Ordinal)
            .Replace("mid_block.attentions.0.to_", "mid.attn_1.", StringComparison.Ordinal).Replace("coder.conv_norm_out", "coder.norm_out", StringComparison.Ordinal)
            .Replace("spatial_res_block.", "", StringComparison.Ordinal).Replace("conv_shortcut", "nin_shortcut", StringComparison.Ordinal).Replace("time_mixer.", "", StringComparison.Ordinal)
            .Replace("temporal_res_block.norm1", "time_stack.in_layers.0", StringComparison.Ordinal).Replace("temporal_res_block.conv1", "time_stack.in_layers.2", StringComparison.Ordinal)
            .Replace("temporal_res_block.norm2", "time_stack.out_layers.0", StringComparison.Ordinal).Replace("temporal_res_block.conv2", "time_stack.out_layers.3", StringComparison.Ordinal)
            .Replace("decoder.time_conv_out", "decoder.conv_out.time_mix_conv", StringComparison.Ordinal);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:encoder|decoder)\.(?<way>down|up)_blocks\.(?<level>\d+)\.(?<kind>resnets|downsamplers|upsamplers)\.(?<item>\d+)\.(?:conv\.(?=weight$|bias$))?")]
    private static partial Regex Levelled();

    [GeneratedRegex(@"^(?:encoder|decoder)\.mid_block\.resnets\.(?<item>\d+)\.")]
    private static partial Regex Middle();
}
