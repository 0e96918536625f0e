using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The half of Stable Video Diffusion's autoencoder that makes frames of latents. Every residual block is followed by one over time, so a frame depends on its neighbours: the frames of one run are those of one film, in order.</summary>
/// <remarks>Blattmann et al., "Stable Video Diffusion" (2023), after "Align your latents" (2023); the names are those of diffusers' <c>autoencoder_kl_temporal_decoder.py</c>.</remarks>
internal static class VideoAutoencoderDecoder
{
    // Normalisations over time (diffusers, unet_3d_blocks.py: temporal_eps=1e-5); those of the pictures have less.
    private const float Epsilon = 1e-5f;

    /// <summary>The graph: what it takes and gives is called as in <see cref="AutoencoderDecoder"/>, n being the frames.</summary>
    /// <param name="config">How it is made.</param>
    /// <param name="weights">The weights, by diffusers' names.</param>
    /// <param name="compute">What is computed in; what goes in and comes out is Float32 in any case.</param>
    /// <param name="shown">Modules whose results are outputs too, each under the module's name; of a block over time [1, c, n, h, w].</param>
    public static OnnxGraph Build(AutoencoderConfig config, ITensors weights, TensorType compute = TensorType.Float32, IReadOnlyCollection<string>? shown = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var graph = new OnnxGraphBuilder("AutoencoderKL temporal decoder", compute);
        var latent = graph.ToCompute(graph.Input(AutoencoderDecoder.Input, TensorType.Float32, Dim.Of("n"), config.LatentChannels, Dim.Of("h"), Dim.Of("w")));
        var image = new Writing(graph, new AutoencoderLayers(graph, weights, config.NormGroups, shown ?? []), config, shown ?? []).Frames(latent);
        graph.Output(AutoencoderDecoder.Output, image, TensorType.Float32);
        return graph.Build();
    }

    private sealed class Writing(OnnxGraphBuilder graph, AutoencoderLayers layers, AutoencoderConfig config, IReadOnlyCollection<string> shown)
    {
        // [n, latent channels, h, w] → [n, 3, h · factor, w · factor]
        public GraphValue Frames(GraphValue latent)
        {
            var x = Middle("decoder.mid_block", layers.Conv("decoder.conv_in", latent));
            for (var level = 0; level < config.Channels.Length; level++)
            {
                var block = $"decoder.up_blocks.{level}";
                for (var layer = 0; layer <= config.LayersPerBlock; layer++)
                {
                    x = Resnet($"{block}.resnets.{layer}", x);
                }

                if (level < config.Channels.Length - 1)
                {
                    x = layers.Upsample($"{block}.upsamplers.0.conv", x);
                }

                layers.Shown(block, x);
            }

            x = layers.Conv("decoder.conv_out", layers.NormSilu("decoder.conv_norm_out", x)); // [n, 3, h · factor, w · factor]
            return Apart(Over("decoder.time_conv_out", Together("decoder.time_conv_out", x)), x);
        }

        private GraphValue Middle(string name, GraphValue x)
        {
            x = Resnet($"{name}.resnets.0", x);
            x = layers.Has($"{name}.resnets.1.spatial_res_block.conv1") ? Resnet($"{name}.resnets.1", layers.Attention($"{name}.attentions.0", x)) : x;
            return layers.Shown(name, x);
        }

        // A residual block of each frame, then one over time. What is mixed is (1 − s) · spatial + s · (spatial + change), which is spatial + s · change.
        private GraphValue Resnet(string name, GraphValue x)
        {
            var spatial = layers.Resnet($"{name}.spatial_res_block", x); // [n, c, h, w]
            var time = $"{name}.temporal_res_block";
            Show(time, spatial);
            GraphValue share;
            using (graph.Scope($"{name}.time_mixer"))
            {
                share = graph.Sigmoid(graph.Weight(layers.Weights, $"{name}.time_mixer.mix_factor"));
            }

            var change = Apart(Change(time, spatial, share), spatial);
            using (graph.Scope(name))
            {
                return layers.Shown(name, graph.Add(spatial, change));
            }
        }

        // What the block over time adds, times a factor: the last convolution takes it into its weights, which is done once, when the model is loaded.
        private GraphValue Change(string name, GraphValue spatial, GraphValue? factor)
        {
            var inner = Over($"{name}.conv1", NormSilu($"{name}.norm1", Together(name, spatial)));
            return Over($"{name}.conv2", NormSilu($"{name}.norm2", inner), factor);
        }

        private GraphValue NormSilu(string name, GraphValue x)
        {
            var even = graph.GroupNorm(x, config.NormGroups, layers.Weights, name, Epsilon);
            using (graph.Scope(name))
            {
                return graph.Silu(even);
            }
        }

        // A convolution over each frame and its two neighbours: kernels of [out, in, 3, 1, 1], as kernels of three rows.
        private GraphValue Over(string name, GraphValue x, GraphValue? factor = null)
        {
            var (kernel, bias) = (graph.Weight(layers.Weights, $"{name}.weight"), graph.Weight(layers.Weights, $"{name}.bias"));
            using (graph.Scope(name))
            {
                var rows = graph.Reshape(kernel, kernel.Shape[0], kernel.Shape[1], kernel.Shape[2], 1);
                (rows, bias) = factor is null ? (rows, bias) : (graph.Mul(rows, factor), graph.Mul(bias, factor));
                var beside = kernel.Shape[2].Known / 2;
                return graph.Conv(x, rows, bias, strides: [1, 1], pads: [beside, 0, beside, 0]);
            }
        }

        // [n, c, h, w] → [1, c, n, h · w]: each row a frame.
        private GraphValue Together(string name, GraphValue x)
        {
            using (graph.Scope(name))
            {
                return graph.Reshape(graph.Transpose(x, 1, 0, 2, 3), 1, x.Shape[1], x.Shape[0], x.Shape[2] * x.Shape[3]);
            }
        }

        // [1, c, n, h · w] → [n, c, h, w], in the size of another.
        private GraphValue Apart(GraphValue rows, GraphValue like) => graph.Transpose(graph.Reshape(rows, rows.Shape[1], rows.Shape[2], like.Shape[2], like.Shape[3]), 1, 0, 2, 3);

        private void Show(string name, GraphValue spatial)
        {
            if (shown.Contains(name))
            {
                var whole = graph.Add(Together(name, spatial), Change(name, spatial, null));
                layers.Shown(name, graph.Reshape(whole, 1, whole.Shape[1], whole.Shape[2], spatial.Shape[2], spatial.Shape[3]));
            }
        }
    }
}
