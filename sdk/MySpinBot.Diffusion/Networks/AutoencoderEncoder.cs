using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The half of AutoencoderKL that makes latents of pictures. That of Stable Video Diffusion is the same.</summary>
/// <remarks>Rombach et al., <i>High-Resolution Image Synthesis with Latent Diffusion Models</i> (2022); the names are those of diffusers' <c>autoencoder_kl.py</c>.</remarks>
internal static class AutoencoderEncoder
{
    /// <summary>Name of what the graph takes: RGB in −1..1, [n, 3, h · factor, w · factor].</summary>
    public const string Input = "image";

    /// <summary>Name of what it gives: means, then logarithms of variances, [n, 2 · latent channels, h, w].</summary>
    public const string Output = "moments";

    /// <summary>The graph.</summary>
    /// <param name="config">How it is made.</param>
    /// <param name="weights">The weights, by diffusers' names.</param>
    /// <param name="compute">What is computed in; what goes in and comes out is Float32 in any case.</param>
    /// <param name="shown">Modules whose results are outputs too, each under the module's name.</param>
    public static OnnxGraph Build(AutoencoderConfig config, ITensors weights, TensorType compute = TensorType.Float32, IReadOnlyCollection<string>? shown = null)
    {
        var graph = new OnnxGraphBuilder("AutoencoderKL encoder", compute);
        var layers = new AutoencoderLayers(graph, weights, config.NormGroups, shown ?? []);
        var (height, width) = (Dim.Of("h") * config.Factor, Dim.Of("w") * config.Factor);
        var x = graph.ToCompute(graph.Input(Input, TensorType.Float32, Dim.Of("n"), 3, height, width));
        x = layers.Conv("encoder.conv_in", x);
        for (var level = 0; level < config.Channels.Length; level++)
        {
            var block = $"encoder.down_blocks.{level}";
            for (var layer = 0; layer < config.LayersPerBlock; layer++)
            {
                x = layers.Resnet($"{block}.resnets.{layer}", x);
            }

            if (level < config.Channels.Length - 1)
            {
                x = layers.Downsample($"{block}.downsamplers.0.conv", x); // [n, channels, h · factor / 2ˡ, w · factor / 2ˡ]
            }

            layers.Shown(block, x);
        }

        x = layers.Middle("encoder.mid_block", x); // [n, c, h, w]
        x = layers.Conv("encoder.conv_out", layers.NormSilu("encoder.conv_norm_out", x));
        graph.Output(Output, layers.Has("quant_conv") ? layers.Conv("quant_conv", x) : x, TensorType.Float32);
        return graph.Build();
    }
}
