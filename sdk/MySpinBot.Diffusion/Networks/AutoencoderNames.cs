using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What an autoencoder's weights have been called, brought to diffusers' names of today.</summary>
/// <remarks>The original repositories say <c>first_stage_model.encoder.down.0.block.0.conv1</c> and count the decoder's levels from the picture; diffusers says <c>encoder.down_blocks.0.resnets.0.conv1</c> and counts them as they come.
/// diffusers before 0.15 called the attention's matrices query, key, value and proj_attn, as the published file of Stable Diffusion 1.5 does.</remarks>
internal static partial class AutoencoderNames
{
    private static readonly string[] Prefixes = ["", "first_stage_model.", "vae."];

    /// <summary>The weights under diffusers' names; null where there is no autoencoder among them. Whatever else is in the file is left out.</summary>
    /// <exception cref="CheckpointException">It is there twice.</exception>
    public static ITensors? Diffusers(ITensors weights)
    {
        foreach (var prefix in Prefixes)
        {
            if (IsDiffusers(weights, prefix))
            {
                return Flat(new RenamedTensors(weights, name => Own(name, prefix) is { } own ? Today(own) : null));
            }

            if (IsOriginal(weights, prefix))
            {
                var levels = Levels(weights, prefix);
                var isTemporal = weights.TryGet($"{prefix}decoder.mid.block_1.mix_factor", out _);
                return Flat(new RenamedTensors(weights, name => Own(name, prefix) is not { } own ? null : isTemporal ? VideoAutoencoderNames.Diffusers(FromOriginal(own, levels)) : Today(FromOriginal(own, levels))));
            }
        }

        return null;
    }

    private static bool IsDiffusers(ITensors weights, string prefix)
        => weights.TryGet($"{prefix}encoder.mid_block.resnets.0.norm1.weight", out _) || weights.TryGet($"{prefix}decoder.mid_block.resnets.0.norm1.weight", out _)
            || weights.TryGet($"{prefix}decoder.mid_block.resnets.0.spatial_res_block.norm1.weight", out _);

    private static bool IsOriginal(ITensors weights, string prefix)
        => weights.TryGet($"{prefix}encoder.mid.block_1.norm1.weight", out _) || weights.TryGet($"{prefix}decoder.mid.block_1.norm1.weight", out _);

    private static string? Own(string name, string prefix)
        => name.StartsWith(prefix, StringComparison.Ordinal) && Part().IsMatch(name.AsSpan(prefix.Length)) ? name[prefix.Length..] : null;

    private static int Levels(ITensors weights, string prefix)
    {
        var levels = 0;
        while (weights.TryGet($"{prefix}decoder.up.{levels}.block.0.norm1.weight", out _))
        {
            levels++;
        }

        return levels;
    }

    /// <summary>The name of today for a name of the original repositories, without its prefix.</summary>
    /// <param name="name">Such as <c>decoder.up.3.block.0.nin_shortcut.weight</c>.</param>
    /// <param name="levels">How many levels the decoder has.</param>
    internal static string FromOriginal(string name, int levels)
    {
        if (Level().Match(name) is { Success: true } level)
        {
            var number = int.Parse(level.Groups["level"].Value, CultureInfo.InvariantCulture);
            var (blocks, samplers) = level.Groups["way"].Value == "down" ? ("down_blocks", "downsamplers.0") : ("up_blocks", "upsamplers.0");
            var place = blocks == "down_blocks" ? number : levels - 1 - number;
            var rest = level.Groups["rest"].Value;
            rest = rest.StartsWith("block.", StringComparison.Ordinal) ? $"resnets.{rest[6..]}" : Sampler().Replace(rest, $"{samplers}.");
            name = string.Create(CultureInfo.InvariantCulture, $"{level.Groups["half"].Value}.{blocks}.{place}.{rest}");
        }
        else if (Middle().Match(name) is { Success: true } middle)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{middle.Groups["half"].Value}.mid_block.resnets.{int.Parse(middle.Groups["block"].Value, CultureInfo.InvariantCulture) - 1}.{middle.Groups["rest"].Value}");
        }

        return name.Replace(".mid.attn_1.norm.", ".mid_block.attentions.0.group_norm.", StringComparison.Ordinal)
            .Replace(".mid.attn_1.proj_out.", ".mid_block.attentions.0.to_out.0.", StringComparison.Ordinal)
            .Replace(".mid.attn_1.", ".mid_block.attentions.0.to_", StringComparison.Ordinal)
            .Replace(".nin_shortcut.", ".conv_shortcut.", StringComparison.Ordinal)
            .Replace("coder.norm_out.", "coder.conv_norm_out.", StringComparison.Ordinal);
    }

    private static string Today(string name)
    {
        const string Attention = ".mid_block.attentions.0.";
        var at = name.IndexOf(Attention, StringComparison.Ordinal);
        if (at < 0)
        {
            return name;
        }

        var (before, module) = (name[..(at + Attention.Length)], name[(at + Attention.Length)..]);
        return before + module.Replace("query.", "to_q.", StringComparison.Ordinal).Replace("key.", "to_k.", StringComparison.Ordinal)
            .Replace("value.", "to_v.", StringComparison.Ordinal).Replace("proj_attn.", "to_out.0.", StringComparison.Ordinal);
    }

    // The original attention multiplies by 1×1 convolutions, [c, c, 1, 1].
    private static ArrangedTensors Flat(ITensors weights)
        => ArrangedTensors.Reshaped(weights, entry => entry.Shape is [var given, var taken, 1, 1] && Matrix().IsMatch(entry.Name) ? [given, taken] : null);

    [GeneratedRegex(@"^(?:encoder|decoder|quant_conv|post_quant_conv)\.")]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?<half>encoder|decoder)\.(?<way>down|up)\.(?<level>\d{1,3})\.(?<rest>.+)$")]
    private static partial Regex Level();

    [GeneratedRegex(@"^(?:downsample|upsample)\.")]
    private static partial Regex Sampler();

    [GeneratedRegex(@"^(?<half>encoder|decoder)\.mid\.block_(?<block>[1-9])\.(?<rest>.+)$")]
    private static partial Regex Middle();

    [GeneratedRegex(@"\.mid_block\.attentions\.0\.to_(?:q|k|v|out\.0)\.weight$")]
    private static partial Regex Matrix();
}
