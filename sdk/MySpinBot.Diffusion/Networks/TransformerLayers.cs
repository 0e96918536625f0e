using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The parts of transformers in UNets (diffusers' attention.py and transformer_2d.py).</summary>
internal static class TransformerLayers
{
    private const float NormEpsilon = 1e-6f;

    /// <summary>Attention of several heads: [n, tokens, width], [n, others, width of the context] → [n, tokens, width].</summary>
    public static GraphValue Attention(ModuleLayers layers, string name, GraphValue x, GraphValue context, int heads)
    {
        using var module = layers.Enter(name);
        var graph = layers.Graph;
        var q = graph.SplitHeads(layers.Linear("to_q", x), heads); // [n, heads, tokens, width / heads]
        var k = graph.SplitHeads(layers.Linear("to_k", context), heads);
        var v = graph.SplitHeads(layers.Linear("to_v", context), heads);
        return layers.Shown(layers.Linear("to_out.0", graph.MergeHeads(graph.Attention(q, k, v))));
    }

    /// <summary>Two linear layers with a gate between them (Shazeer, "GLU variants improve transformer"): [n, tokens, width] → [n, tokens, width].</summary>
    public static GraphValue FeedForward(ModuleLayers layers, string name, GraphValue x)
    {
        using var module = layers.Enter(name);
        var graph = layers.Graph;
        var halves = graph.Chunk(layers.Linear("net.0.proj", x), 2, -1);
        return layers.Shown(layers.Linear("net.2", graph.Mul(halves[0], graph.Gelu(halves[1]))));
    }

    /// <summary>A transformer layer that attends to itself, then to the context: [n, tokens, width] → [n, tokens, width].</summary>
    public static GraphValue Block(ModuleLayers layers, string name, GraphValue x, GraphValue context, int heads)
    {
        using var module = layers.Enter(name);
        var graph = layers.Graph;
        var normed = layers.LayerNorm("norm1", x);
        x = graph.Add(Attention(layers, "attn1", normed, normed, heads), x);
        x = graph.Add(Attention(layers, "attn2", layers.LayerNorm("norm2", x), context, heads), x);
        return layers.Shown(graph.Add(FeedForward(layers, "ff", layers.LayerNorm("norm3", x)), x));
    }

    /// <summary>A transformer over the cells of pictures: [n, channels, h, w] → [n, channels, h, w].</summary>
    /// <param name="layers">Where it is added.</param>
    /// <param name="name">Its module.</param>
    /// <param name="x">The pictures.</param>
    /// <param name="context">What is attended to, [n, tokens, width].</param>
    /// <param name="heads">Heads of its attentions.</param>
    /// <param name="groups">Groups of its normalisation.</param>
    /// <param name="blocks">How many transformer layers it has.</param>
    public static GraphValue OverCells(ModuleLayers layers, string name, GraphValue x, GraphValue context, int heads, int groups, int blocks)
    {
        using var module = layers.Enter(name);
        var normed = layers.GroupNorm("norm", x, groups, NormEpsilon);
        var isLinear = layers.IsLinear("proj_in");
        var cells = isLinear ? layers.Linear("proj_in", Cells(layers, normed)) : Cells(layers, layers.Conv("proj_in", normed)); // [n, h · w, width]
        for (var block = 0; block < blocks; block++)
        {
            cells = Block(layers, $"transformer_blocks.{block}", cells, context, heads);
        }

        var picture = isLinear ? Picture(layers, layers.Linear("proj_out", cells), x) : layers.Conv("proj_out", Picture(layers, cells, x));
        return layers.Shown(layers.Graph.Add(picture, x));
    }

    /// <summary>[n, channels, h, w] → [n, h · w, channels].</summary>
    public static GraphValue Cells(ModuleLayers layers, GraphValue x)
        => layers.Graph.Transpose(layers.Graph.Reshape(x, x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]), 0, 2, 1);

    /// <summary>[n, h · w, channels] → [n, channels, h, w].</summary>
    /// <param name="layers">Where it is added.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="like">Whose height and width it gets.</param>
    public static GraphValue Picture(ModuleLayers layers, GraphValue cells, GraphValue like)
        => layers.Graph.Reshape(layers.Graph.Transpose(cells, 0, 2, 1), like.Shape[0], cells.Shape[2], like.Shape[2], like.Shape[3]);
}
