using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>A layer of CLIP's transformers: attention and a perceptron, each behind a normalisation and beside what went in.</summary>
internal sealed class ClipLayers(ModuleLayers layers, int heads, GeluKind activation, float epsilon)
{
    private readonly OnnxGraphBuilder _graph = layers.Graph;

    /// <summary>One layer: [n, tokens, width] → the same.</summary>
    /// <param name="name">The module.</param>
    /// <param name="x">The vectors.</param>
    /// <param name="mask">What is added to the products, [tokens, tokens]; null where all see all.</param>
    public GraphValue Layer(string name, GraphValue x, GraphValue? mask = null)
    {
        using var module = layers.Enter(name);
        x = _graph.Add(x, Attention(layers.LayerNorm("layer_norm1", x, epsilon), mask));
        return layers.Shown(_graph.Add(x, Perceptron(layers.LayerNorm("layer_norm2", x, epsilon))));
    }

    private GraphValue Attention(GraphValue x, GraphValue? mask)
    {
        using var module = layers.Enter("self_attn");
        GraphValue Heads(string part) => _graph.SplitHeads(layers.Linear(part, x), heads); // [n, heads, tokens, dim]
        return layers.Shown(layers.Linear("out_proj", _graph.MergeHeads(_graph.Attention(Heads("q_proj"), Heads("k_proj"), Heads("v_proj"), mask))));
    }

    private GraphValue Perceptron(GraphValue x)
    {
        using var module = layers.Enter("mlp");
        var inner = layers.Linear("fc1", x); // [n, tokens, inner]
        return layers.Shown(layers.Linear("fc2", activation == GeluKind.Quick ? _graph.QuickGelu(inner) : _graph.Gelu(inner)));
    }
}
