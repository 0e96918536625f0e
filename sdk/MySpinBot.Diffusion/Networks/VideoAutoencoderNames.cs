using System.Text.RegularExpressions;

namespace MySpinBot.Diffusion;

/// <summary>What Stability's code calls the parts of an autoencoder for films that one for pictures has not: there a block of a picture holds the block over time, here both stand side by side.</summary>
/// <remarks>generative-models, <c>sgm/modules/autoencoding/temporal_ae.py</c>: <c>mid.block_1.time_stack.in_layers.2</c>, <c>mid.block_1.mix_factor</c>, <c>conv_out.time_mix_conv</c>.</remarks>
internal static partial class VideoAutoencoderNames
{
    private static readonly Dictionary<string, string> OverTime = new(StringComparer.Ordinal)
    {
        ["in_layers.0"] = "norm1",
        ["in_layers.2"] = "conv1",
        ["out_layers.0"] = "norm2",
        ["out_layers.3"] = "conv2",
        ["skip_connection"] = "conv_shortcut",
    };

    /// <summary>diffusers' name, for a name that is diffusers' but for these parts.</summary>
    /// <param name="name">Such as <c>decoder.up_blocks.0.resnets.0.time_stack.in_layers.2.weight</c>.</param>
    public static string Diffusers(string name)
    {
        if (Block().Match(name) is not { Success: true } block)
        {
            return name.Replace("decoder.conv_out.time_mix_conv.", "decoder.time_conv_out.", StringComparison.Ordinal);
        }

        var (path, inner) = (block.Groups["path"].Value, block.Groups["inner"].Value);
        return inner == "mix_factor" ? $"{path}.time_mixer.mix_factor"
            : TimeLayer().Match(inner) is { Success: true } layer && OverTime.TryGetValue(layer.Groups["layer"].Value, out var today) ? $"{path}.temporal_res_block.{today}.{layer.Groups["kind"].Value}"
            : $"{path}.spatial_res_block.{inner}";
    }

    [GeneratedRegex(@"^(?<path>decoder\.(?:mid_block|up_blocks\.\d{1,3})\.resnets\.\d{1,3})\.(?<inner>.+)$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^time_stack\.(?<layer>.+)\.(?<kind>weight|bias)$")]
    private static partial Regex TimeLayer();
}
