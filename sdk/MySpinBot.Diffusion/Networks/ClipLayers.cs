using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The layers of CLIP's transformers, whose weights are checked against the configuration where they are taken.</summary>
internal sealed class ClipLayers(OnnxGraphBuilder graph, ITensors weights, ClipTextConfig config, IReadOnlyCollection<string> shown)
{
    private const float Epsilon = 1e-5f;

    public OnnxGraphBuilder Graph { get; } = graph;

    /// <summary>A weight of a known shape.</summary>
    public GraphValue Weight(string name, params ReadOnlySpan<long> shape)
    {
        var entry = weights.Get(name);
        return entry.Shape.AsSpan().SequenceEqual(shape) ? Graph.Weight(weights, name)
            : throw new CheckpointException($"The tensor '{name}' has the shape [{string.Join(", ", entry.Shape)}]; [{string.Join(", ", shape.ToArray())}] would be right for a text network of the width {config.Width}.");
    }

    public GraphValue Norm(string name, GraphValue x)
    {
        using var scope = Graph.Scope(name);
        return Graph.LayerNorm(x, Weight($"{name}.weight", config.Width), Weight($"{name}.bias", config.Width), Epsilon);
    }

    /// <summary>One layer: attention and a perceptron, each behind a normalisation and beside a residual.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="x">[n, t, width].</param>
    /// <param name="mask">What is added to the products, [t, t].</param>
    public GraphValue Layer(string name, GraphValue x, GraphValue mask)
    {
        x = Graph.Add(x, Attention($"{name}.self_attn", Norm($"{name}.layer_norm1", x), mask));
        return Shown(name, Graph.Add(x, Perceptron($"{name}.mlp", Norm($"{name}.layer_norm2", x))));
    }

    private GraphValue Attention(string name, GraphValue x, GraphValue mask)
    {
        var q = Graph.SplitHeads(Linear($"{name}.q_proj", x, config.Width, config.Width), config.Heads); // [n, heads, t, dim]
        var k = Graph.SplitHeads(Linear($"{name}.k_proj", x, config.Width, config.Width), config.Heads);
        var v = Graph.SplitHeads(Linear($"{name}.v_proj", x, config.Width, config.Width), config.Heads);
        using var scope = Graph.Scope(name);
        return Shown(name, Linear($"{name}.out_proj", Graph.MergeHeads(Graph.Attention(q, k, v, mask)), config.Width, config.Width));
    }

    private GraphValue Perceptron(string name, GraphValue x)
    {
        var inner = weights.Get($"{name}.fc1.bias").Count;
        var wide = Linear($"{name}.fc1", x, config.Width, inner); // [n, t, inner]
        using var scope = Graph.Scope(name);
        var active = config.Activation == GeluKind.Quick ? Graph.QuickGelu(wide) : Graph.Gelu(wide);
        return Shown(name, Linear($"{name}.fc2", active, inner, config.Width));
    }

    private GraphValue Linear(string name, GraphValue x, long taken, long given)
    {
        using var scope = Graph.Scope(name);
        return Graph.Linear(x, Weight($"{name}.weight", given, taken), Weight($"{name}.bias", given));
    }

    /// <summary>What comes out of a module: a result of its own, where somebody wants to see it.</summary>
    public GraphValue Shown(string name, GraphValue value)
    {
        if (shown.Contains(name))
        {
            Graph.Output(name, value, TensorType.Float32);
        }

        return value;
    }
}
