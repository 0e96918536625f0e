using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>CLIP's text network as a graph: tokens in, what each layer makes of them out.</summary>
/// <remarks>Radford et al., "Learning transferable visual models from natural language supervision" (2021); the names are those of transformers' <c>CLIPTextModel</c>. Attention looks back only.</remarks>
internal static class ClipTextNetwork
{
    /// <summary>What people read.</summary>
    public const string ArchitectureName = "CLIP text";

    /// <summary>The tokens, [n, t] Int64. From <see cref="ClipTextConfig.Vocabulary"/> on they are rows of <see cref="Learnt"/>.</summary>
    public const string Tokens = "tokens";

    /// <summary>Vectors that were learnt, [k, width]; one that nobody asks for where there are none.</summary>
    public const string Learnt = "learnt";

    /// <summary>Where each text ends, [n] Int64: the first token that ends one. The vector there stands for the whole text.</summary>
    public const string Ends = "ends";

    /// <summary>The whole text in one vector, behind the last layer and the last normalisation, projected where the network has a projection: [n, projected].</summary>
    public const string Pooled = "pooled";

    /// <summary>What comes out of a layer, [n, t, width], normalised where <see cref="ClipTextConfig.NormalisesHidden"/> says so.</summary>
    /// <param name="layer">Which, from 0.</param>
    public static string Hidden(int layer) => string.Create(CultureInfo.InvariantCulture, $"hidden.{layer}");

    /// <summary>Which layer a number from the end means. One that is farther back than there are layers means the last, as in ComfyUI.</summary>
    public static int LayerOf(int stop, ClipTextConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return stop < 0 && -(long)stop <= config.Layers ? config.Layers + stop : config.Layers - 1;
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="named">Its weights, under the names of transformers: <see cref="ClipTextNames.Official"/>.</param>
    /// <param name="config">How it is made.</param>
    /// <param name="compute">What is computed in; what comes out is Float32.</param>
    /// <param name="shown">Modules whose results are to be results of the graph.</param>
    /// <exception cref="CheckpointException">A weight is missing.</exception>
    /// <exception cref="ArgumentException">One does not fit.</exception>
    public static OnnxGraph Build(ITensors named, ClipTextConfig config, TensorType compute = TensorType.Float32, IReadOnlyCollection<string>? shown = null)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(config);
        return new Writing(new ModuleLayers(new OnnxGraphBuilder(ArchitectureName, compute), named, shown ?? []), config).Write();
    }

    private sealed class Writing(ModuleLayers layers, ClipTextConfig config)
    {
        private readonly OnnxGraphBuilder _graph = layers.Graph;

        public OnnxGraph Write()
        {
            var tokens = _graph.Input(Tokens, TensorType.Int64, Dim.Of("n"), Dim.Of("t"));
            var learnt = _graph.ToCompute(_graph.Input(Learnt, TensorType.Float32, Dim.Of("k"), config.Width));
            var ends = _graph.Input(Ends, TensorType.Int64, Dim.Of("n"));
            GraphValue pooled;
            using (layers.Enter("text_model"))
            {
                pooled = At(ends, Hidden(Embedded(tokens, learnt)));
            }

            _graph.Output(Pooled, layers.Has("text_projection") ? layers.Linear("text_projection", pooled) : pooled, TensorType.Float32);
            return _graph.Build();
        }

        // Every layer's result is a result of the graph: which is wanted is chosen run by run, so that one session serves them all.
        private GraphValue Hidden(GraphValue x)
        {
            var blocks = new ClipLayers(layers, config.Heads, config.Activation, config.NormEpsilon);
            var mask = _graph.CausalMask(Dim.Of("t"));
            for (var layer = 0; layer < config.Layers; layer++)
            {
                x = blocks.Layer(string.Create(CultureInfo.InvariantCulture, $"encoder.layers.{layer}"), x, mask);
                if (layer < config.Layers - 1 || !config.NormalisesHidden)
                {
                    _graph.Output(ClipTextNetwork.Hidden(layer), config.NormalisesHidden ? Normalised(x) : x, TensorType.Float32);
                }
            }

            x = Normalised(x);
            if (config.NormalisesHidden)
            {
                _graph.Output(ClipTextNetwork.Hidden(config.Layers - 1), x, TensorType.Float32);
            }

            return x;
        }

        private GraphValue Normalised(GraphValue x) => layers.LayerNorm("final_layer_norm", x, config.NormEpsilon);

        // [n, t] → [n, t, width]
        private GraphValue Embedded(GraphValue tokens, GraphValue learnt)
        {
            using var module = layers.Enter("embeddings");
            var first = _graph.Constant([(long)config.Vocabulary]);
            var known = _graph.Embedding(layers.Weight("token_embedding.weight"), _graph.Minimum(tokens, _graph.Constant([config.Vocabulary - 1L])));
            var other = _graph.Embedding(learnt, _graph.Maximum(_graph.Sub(tokens, first), _graph.Constant([0L])));
            var words = _graph.Where(_graph.Unsqueeze(_graph.Less(tokens, first), 2), known, other);
            return layers.Shown(_graph.Add(words, _graph.Slice(layers.Weight("position_embedding.weight"), 0, 0, tokens.Shape[1])));
        }

        // The vector of each text at its end: [n, t, width] → [n, width].
        private GraphValue At(GraphValue ends, GraphValue x)
        {
            var places = _graph.Expand(_graph.Reshape(ends, x.Shape[0], 1, 1), x.Shape[0], 1, config.Width);
            return _graph.Squeeze(_graph.Gather(x, 1, places), 1);
        }
    }
}
