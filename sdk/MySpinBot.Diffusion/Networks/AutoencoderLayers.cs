using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>What autoencoders are made of, with weights by diffusers' names; and a look at what comes out of some modules.</summary>
/// <param name="graph">What is built.</param>
/// <param name="weights">The weights.</param>
/// <param name="groups">Groups of the normalisations.</param>
/// <param name="shown">Modules whose results are wanted as outputs of their own.</param>
internal sealed class AutoencoderLayers(OnnxGraphBuilder graph, ITensors weights, int groups, IReadOnlyCollection<string> shown)
{
    // Every normalisation of the autoencoder (diffusers, autoencoders/vae.py: resnet_eps=1e-6).
    private const float Epsilon = 1e-6f;

    public OnnxGraphBuilder Graph { get; } = graph;

    public ITensors Weights { get; } = weights;

    public bool Has(string name) => Weights.TryGet($"{name}.weight", out _);

    /// <summary>Whether there is a residual block of this name.</summary>
    public bool HasResnet(string name) => Has($"{name}.conv1");

    /// <summary>A convolution that keeps the size: [n, in, h, w] → [n, out, h, w].</summary>
    public GraphValue Conv(string name, GraphValue x)
    {
        var kernel = Graph.Weight(Weights, $"{name}.weight"); // [out, in, k, k]
        using (Graph.Scope(name))
        {
            return Shown(name, Graph.Conv(x, kernel, Graph.WeightOrNone(Weights, $"{name}.bias"), padding: kernel.Shape[2].Known / 2));
        }
    }

    /// <summary>Half the size by a convolution that sees one row and column of zeros behind the picture, none before: [n, c, h, w] → [n, c, h / 2, w / 2].</summary>
    public GraphValue Downsample(string name, GraphValue x)
    {
        using (Graph.Scope(name))
        {
            return Graph.Conv(x, Graph.Weight(Weights, $"{name}.weight"), Graph.WeightOrNone(Weights, $"{name}.bias"), strides: [2, 2], pads: [0, 0, 1, 1]);
        }
    }

    /// <summary>Twice the size by nearest neighbour, then a convolution.</summary>
    public GraphValue Upsample(string name, GraphValue x)
    {
        GraphValue doubled;
        using (Graph.Scope(name))
        {
            doubled = Graph.UpsampleNearest(x, 2);
        }

        return Conv(name, doubled);
    }

    public GraphValue Norm(string name, GraphValue x) => Graph.GroupNorm(x, groups, Weights, name, Epsilon);

    /// <summary>SiLU behind a normalisation.</summary>
    public GraphValue NormSilu(string name, GraphValue x)
    {
        var even = Norm(name, x);
        using (Graph.Scope(name))
        {
            return Graph.Silu(even);
        }
    }

    /// <summary>Two convolutions behind a normalisation each, beside the picture itself: [n, in, h, w] → [n, out, h, w].</summary>
    public GraphValue Resnet(string name, GraphValue x)
    {
        var inner = Conv($"{name}.conv1", NormSilu($"{name}.norm1", x));
        inner = Conv($"{name}.conv2", NormSilu($"{name}.norm2", inner));
        var beside = Has($"{name}.conv_shortcut") ? Conv($"{name}.conv_shortcut", x) : x;
        using (Graph.Scope(name))
        {
            return Shown(name, Graph.Add(beside, inner));
        }
    }

    /// <summary>Attention of every cell to every other, in one head, beside the picture itself: [n, c, h, w] → [n, c, h, w].</summary>
    public GraphValue Attention(string name, GraphValue x)
    {
        var (channels, height, width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        var even = Norm($"{name}.group_norm", x);
        GraphValue cells;
        using (Graph.Scope(name))
        {
            cells = Graph.Transpose(Graph.Flatten(even, 2), 0, 2, 1); // [n, h · w, c]
        }

        var (q, k, v) = (Graph.Linear(cells, Weights, $"{name}.to_q"), Graph.Linear(cells, Weights, $"{name}.to_k"), Graph.Linear(cells, Weights, $"{name}.to_v"));
        GraphValue seen;
        using (Graph.Scope(name))
        {
            seen = Graph.MergeHeads(Graph.Attention(Graph.SplitHeads(q, 1), Graph.SplitHeads(k, 1), Graph.SplitHeads(v, 1)));
        }

        seen = Graph.Linear(seen, Weights, $"{name}.to_out.0");
        using (Graph.Scope(name))
        {
            return Shown(name, Graph.Add(Graph.Reshape(Graph.Transpose(seen, 0, 2, 1), x.Shape[0], channels, height, width), x));
        }
    }

    /// <summary>A residual block, attention, a residual block.</summary>
    public GraphValue Middle(string name, GraphValue x)
    {
        x = Resnet($"{name}.resnets.0", x);
        x = Attention($"{name}.attentions.0", x);
        return Shown(name, Resnet($"{name}.resnets.1", x));
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
