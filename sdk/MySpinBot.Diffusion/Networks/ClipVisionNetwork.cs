using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>CLIP's vision network: patches of a picture as vectors, layers of attention over them, and one vector for the whole.</summary>
/// <remarks>Radford et al., "Learning transferable visual models from natural language supervision" (2021); the names are those of transformers' <c>CLIPVisionModelWithProjection</c>.</remarks>
internal static class ClipVisionNetwork
{
    /// <summary>What people read.</summary>
    public const string ArchitectureName = "CLIP vision";

    /// <summary>What the pictures are called: [batch, 3, side, side], normalised.</summary>
    public const string Input = "pixels";

    /// <summary>What their number is called.</summary>
    public const string Count = "n";

    /// <summary>The projected vectors, [batch, projected].</summary>
    public const string Projected = "projected";

    /// <summary>The vectors of the whole and of the patches behind the last layer, [batch, 1 + patches, width].</summary>
    public const string LastHidden = "last_hidden";

    /// <summary>Those behind the layer before, likewise.</summary>
    public const string PenultimateHidden = "penultimate_hidden";

    /// <summary>Builds the graph.</summary>
    /// <param name="named">Its weights, under the names of transformers: <see cref="ClipVisionNames.Official"/>.</param>
    /// <param name="config">How it is made.</param>
    /// <param name="compute">What is computed in.</param>
    /// <param name="shown">Modules whose results are to be results of the graph.</param>
    /// <exception cref="CheckpointException">A weight is missing.</exception>
    /// <exception cref="ArgumentException">One does not fit.</exception>
    public static OnnxGraph Build(ITensors named, ClipVisionConfig config, TensorType compute = TensorType.Float32, IReadOnlyCollection<string>? shown = null)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(config);
        return new Writing(new ModuleLayers(new OnnxGraphBuilder(ArchitectureName, compute), named, shown ?? []), config).Write();
    }

    private sealed class Writing(ModuleLayers layers, ClipVisionConfig config)
    {
        private readonly OnnxGraphBuilder _graph = layers.Graph;

        public OnnxGraph Write()
        {
            var pixels = _graph.Input(Input, TensorType.Float32, Dim.Of(Count), 3, config.PictureSide, config.PictureSide);
            GraphValue last, before;
            using (layers.Enter("vision_model"))
            {
                last = before = layers.LayerNorm("pre_layrnorm", Embedded(_graph.ToCompute(pixels)), config.NormEpsilon);
                var blocks = new ClipLayers(layers, config.Heads, config.Activation, config.NormEpsilon);
                for (var layer = 0; layer < config.Layers; layer++)
                {
                    (before, last) = (last, blocks.Layer($"encoder.layers.{layer}", last));
                }
            }

            _graph.Output(Projected, layers.Linear("visual_projection", Whole(last)), TensorType.Float32);
            _graph.Output(LastHidden, last, TensorType.Float32);
            _graph.Output(PenultimateHidden, before, TensorType.Float32);
            return _graph.Build();
        }

        // [n, 3, side, side] → [n, 1 + patches, width]
        private GraphValue Embedded(GraphValue pixels)
        {
            using var module = layers.Enter("embeddings");
            GraphValue patches;
            using (layers.Enter("patch_embedding"))
            {
                patches = _graph.Conv(pixels, layers.Weight("weight"), layers.WeightOrNone("bias"), stride: config.PatchSide); // [n, width, rows, columns]
                patches = _graph.Transpose(_graph.Flatten(patches, 2), 0, 2, 1);                                              // [n, patches, width]
            }

            var whole = _graph.Expand(_graph.Reshape(layers.Weight("class_embedding"), 1, 1, config.Width), pixels.Shape[0], 1, config.Width);
            return layers.Shown(_graph.Add(_graph.Concat(1, whole, patches), layers.Weight("position_embedding.weight")));
        }

        // [n, 1 + patches, width] → [n, width]: the vector of the whole, which stands first.
        private GraphValue Whole(GraphValue last)
        {
            using var module = layers.Enter("vision_model");
            return layers.LayerNorm("post_layernorm", _graph.Squeeze(_graph.Slice(last, 1, 0, 1), 1), config.NormEpsilon);
        }
    }
}
