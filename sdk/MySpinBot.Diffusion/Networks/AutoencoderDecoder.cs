using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The half of AutoencoderKL that makes pictures of latents.</summary>
/// <remarks>As <see cref="AutoencoderEncoder"/>.</remarks>
internal static class AutoencoderDecoder
{
    /// <summary>Name of what the graph takes: latents as the encoder gives them, [n, latent channels, h, w].</summary>
    public const string Input = "latent";

    /// <summary>Name of what it gives: RGB, about −1..1, [n, 3, h · factor, w · factor].</summary>
    public const string Output = "image";

    /// <summary>The graph.</summary>
    /// <param name="config">How it is made.</param>
    /// <param name="weights">The weights, by diffusers' names.</param>
    /// <param name="compute">What is computed in; what goes in and comes out is Float32 in any case.</param>
    /// <param name="shown">Modules whose results are outputs too, each under the module's name.</param>
    public static OnnxGraph Build(AutoencoderConfig config, ITensors weights, TensorType compute = TensorType.Float32, IReadOnlyCollection<string>? shown = null)
    {
        var graph = new OnnxGraphBuilder("AutoencoderKL decoder", compute);
        var layers = new AutoencoderLayers(graph, weights, config.NormGroups, shown ?? []);
        var x = graph.ToCompute(graph.Input(Input, TensorType.Float32, Dim.Of("n"), config.LatentChannels, Dim.Of("h"), Dim.Of("w")));
        x = layers.Has("post_quant_conv") ? layers.Conv("post_quant_conv", x) : x;
        x = layers.Middle("decoder.mid_block", layers.Conv("decoder.conv_in", x)); // [n, c, h, w]
        for (var level = 0; level < config.Channels.Length; level++)
        {
            var block = $"decoder.up_blocks.{level}";
            for (var layer = 0; layer <= config.LayersPerBlock; layer++)
            {
                x = layers.Resnet($"{block}.resnets.{layer}", x);
            }

            if (level < config.Channels.Length - 1)
            {
                x = layers.Upsample($"{block}.upsamplers.0.conv", x); // [n, channels, h · 2ˡ, w · 2ˡ]
            }

            layers.Shown(block, x);
        }

        x = layers.Conv("decoder.conv_out", layers.NormSilu("decoder.conv_norm_out", x));
        graph.Output(Output, x, TensorType.Float32);
        return graph.Build();
    }
}
