using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>A CLIP text network as a graph: tokens in, what each layer made of them out (Radford et al., 2021; modeling_clip.py of huggingface/transformers, whose tensor names it takes).</summary>
/// <remarks>Attention looks back only. A layer's result goes through the last normalisation where the configuration says so, as ComfyUI and diffusers do for Stable Diffusion 1.5 when layers are skipped.</remarks>
public sealed class ClipTextNetwork
{
    /// <summary>The tokens, [n, t] Int64; from <see cref="ClipTextConfig.Vocabulary"/> on they are rows of <see cref="Learnt"/>.</summary>
    public const string Tokens = "tokens";

    /// <summary>Vectors that were learnt, [k, width]; one of zeros where there are none.</summary>
    public const string Learnt = "learnt";

    /// <summary>Where the token is that the whole text is told by, [n] Int64: the first that ends it.</summary>
    public const string Ends = "ends";

    /// <summary>The whole text in one vector, [n, width or projected].</summary>
    public const string Pooled = "pooled";

    private readonly ITensors _weights;

    /// <summary>A network.</summary>
    /// <param name="weights">Its weights, by the names of huggingface/transformers: <see cref="ClipTextNames"/> translates others.</param>
    /// <param name="config">How it is made.</param>
    public ClipTextNetwork(ITensors weights, ClipTextConfig config)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(config);
        (_weights, Config) = (weights, config);
    }

    /// <summary>How it is made.</summary>
    public ClipTextConfig Config { get; }

    /// <summary>Name of what comes out of a layer, [n, t, width].</summary>
    /// <param name="layer">Which, counted from 0.</param>
    public static string Hidden(int layer) => string.Create(CultureInfo.InvariantCulture, $"hidden.{layer}");

    /// <summary>Which layer is meant by a number that counts from the end; one that is further back than there are layers means the last, as in ComfyUI.</summary>
    public int LayerOf(int stop) => stop < 0 && -stop <= Config.Layers ? Config.Layers + stop : Config.Layers - 1;

    /// <summary>The network as a graph.</summary>
    /// <param name="compute">What is computed in; what comes out is Float32.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape than the configuration says.</exception>
    public OnnxGraph Graph(TensorType compute = TensorType.Float32) => Graph(compute, []);

    /// <summary>As <see cref="Graph(TensorType)"/>, and what comes out of some of the modules is a result under the module's name.</summary>
    internal OnnxGraph Graph(TensorType compute, IReadOnlyCollection<string> shown)
    {
        var g = new OnnxGraphBuilder("CLIP text", compute);
        var tokens = g.Input(Tokens, TensorType.Int64, Dim.Of("n"), Dim.Of("t"));
        var learnt = g.ToCompute(g.Input(Learnt, TensorType.Float32, Dim.Of("k"), Config.Width));
        var ends = g.Input(Ends, TensorType.Int64, Dim.Of("n"));
        var layers = new ClipLayers(g, _weights, Config, shown);

        var x = layers.Shown("text_model.embeddings", Embedded(layers, tokens, learnt)); // [n, t, width]
        var mask = g.CausalMask(Dim.Of("t"));
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            x = layers.Layer(string.Create(CultureInfo.InvariantCulture, $"text_model.encoder.layers.{layer}"), x, mask);
            var isLast = layer == Config.Layers - 1;
            g.Output(Hidden(layer), Config.NormalisesHidden || isLast && Config.StopAtLayer == -1 ? Normalised(layers, x) : x, TensorType.Float32);
        }

        g.Output(Pooled, PooledOf(layers, Normalised(layers, x), ends), TensorType.Float32);
        return g.Build();
    }

    private GraphValue Embedded(ClipLayers layers, GraphValue tokens, GraphValue learnt)
    {
        var g = layers.Graph;
        using var scope = g.Scope("text_model.embeddings");
        var first = g.Constant([(long)Config.Vocabulary]);
        var known = g.Embedding(layers.Weight("text_model.embeddings.token_embedding.weight", Config.Vocabulary, Config.Width), g.Minimum(tokens, g.Constant([Config.Vocabulary - 1L])));
        var other = g.Embedding(learnt, g.Maximum(g.Sub(tokens, first), g.Constant([0L])));
        var words = g.Where(g.Unsqueeze(g.Less(tokens, first), 2), known, other); // [n, t, width]
        var positions = g.Slice(layers.Weight("text_model.embeddings.position_embedding.weight", Config.Positions, Config.Width), 0, 0, tokens.Shape[1]);
        return g.Add(words, positions);
    }

    private static GraphValue Normalised(ClipLayers layers, GraphValue x) => layers.Norm("text_model.final_layer_norm", x);

    // The vector at the end of each text, projected where the model was trained with a projection.
    private GraphValue PooledOf(ClipLayers layers, GraphValue x, GraphValue ends)
    {
        var g = layers.Graph;
        using var scope = g.Scope("text_model.pooled");
        var indices = g.Expand(g.Reshape(ends, Dim.Of("n"), 1, 1), Dim.Of("n"), 1, Config.Width);
        var pooled = g.Squeeze(g.Gather(x, 1, indices), 1); // [n, width]
        return _weights.TryGet("text_projection.weight", out _) ? g.Linear(pooled, _weights, "text_projection") : pooled;
    }
}
