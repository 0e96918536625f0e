using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>Blocks that look at each frame, then along the frames, and mix both (diffusers' SpatioTemporalResBlock, TransformerSpatioTemporalModel and AlphaBlender).</summary>
/// <param name="layers">Where they are added.</param>
/// <param name="videos">How many videos there are: n.</param>
/// <param name="frames">How many frames each has: f.</param>
/// <param name="time">What is told of a video's time, activated, [n, embedding].</param>
/// <param name="context">What a video attends to, [n, tokens, width].</param>
internal sealed class SpatioTemporalLayers(ModuleLayers layers, Dim videos, Dim frames, GraphValue time, GraphValue context)
{
    /// <summary>Groups of every group normalisation.</summary>
    public const int Groups = 32;

    private const float TransformerEpsilon = 1e-6f;

    private readonly OnnxGraphBuilder _graph = layers.Graph;
    private readonly GraphValue _timeOfFrames = OfFrames(layers.Graph, videos, frames, time); // [n·f, embedding]

    /// <summary>[n·f, in, h, w] → [n·f, out, h, w].</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="x">The frames.</param>
    /// <param name="epsilon">Of its normalisations.</param>
    public GraphValue Residual(string name, GraphValue x, float epsilon)
    {
        using var module = layers.Enter(name);
        x = ResidualLayers.Block(layers, "spatial_res_block", x, _timeOfFrames, Groups, epsilon);
        var film = _graph.Transpose(_graph.Reshape(x, videos, frames, x.Shape[1], x.Shape[2] * x.Shape[3]), 0, 2, 1, 3); // [n, out, f, h·w]
        var change = Change("temporal_res_block", film, x, epsilon);
        change = _graph.Reshape(_graph.Transpose(change, 0, 2, 1, 3), videos * frames, x.Shape[1], x.Shape[2], x.Shape[3]);

        // alpha · x + (1 − alpha) · (x + change)
        return layers.Shown(_graph.Add(x, _graph.Mul(change, Mixed().Temporal)));
    }

    /// <summary>[n·f, channels, h, w] → [n·f, channels, h, w].</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="x">The frames.</param>
    /// <param name="heads">Heads of its attentions.</param>
    public GraphValue Transformer(string name, GraphValue x, int heads)
    {
        using var module = layers.Enter(name);
        var place = Places(x.Shape[1].Known); // [f, channels]
        var (spatial, temporal) = Mixed();
        var cells = layers.Linear("proj_in", TransformerLayers.Cells(layers, layers.GroupNorm("norm", x, Groups, TransformerEpsilon))); // [n·f, h·w, channels]
        for (var block = 0; block < layers.Count("transformer_blocks"); block++)
        {
            cells = Across($"transformer_blocks.{block}", cells, heads);
            var along = Along($"temporal_transformer_blocks.{block}", cells, place, heads);
            cells = _graph.Add(_graph.Mul(cells, spatial), _graph.Mul(along, temporal));
        }

        return layers.Shown(_graph.Add(TransformerLayers.Picture(layers, layers.Linear("proj_out", cells), x), x));
    }

    // diffusers' TemporalResnetBlock, without what it is added to: convolutions over three frames in each cell, [n, c, f, h·w] with kernels of [c, c, 3, 1].
    private GraphValue Change(string name, GraphValue film, GraphValue like, float epsilon)
    {
        using var module = layers.Enter(name);
        var inner = layers.Conv("conv1", _graph.Silu(layers.GroupNorm("norm1", film, Groups, epsilon)));
        inner = _graph.Add(inner, _graph.Unsqueeze(layers.Linear("time_emb_proj", time), 2, 3)); // [n, c, 1, 1]
        inner = layers.Conv("conv2", _graph.Silu(layers.GroupNorm("norm2", inner, Groups, epsilon)));
        if (layers.IsShown)
        {
            _ = layers.Shown(_graph.Reshape(_graph.Add(film, inner), videos, like.Shape[1], frames, like.Shape[2], like.Shape[3]));
        }

        return inner;
    }

    // diffusers' BasicTransformerBlock, within each frame: [n·f, h·w, c] → the same.
    private GraphValue Across(string name, GraphValue x, int heads)
    {
        using var module = layers.Enter(name);
        var normed = layers.LayerNorm("norm1", x);
        x = _graph.Add(TransformerLayers.Attention(layers, "attn1", normed, normed, heads), x);
        x = _graph.Add(ToContext(layers.LayerNorm("norm2", x), heads), x);
        return layers.Shown(_graph.Add(TransformerLayers.FeedForward(layers, "ff", layers.LayerNorm("norm3", x)), x));
    }

    // diffusers' TemporalBasicTransformerBlock, in each cell along the frames: [n·f, h·w, c] → the same.
    private GraphValue Along(string name, GraphValue x, GraphValue place, int heads)
    {
        using var module = layers.Enter(name);
        var (cells, channels) = (x.Shape[1], x.Shape[2]);
        x = _graph.Transpose(_graph.Reshape(x, videos, frames, cells, channels), 0, 2, 1, 3); // [n, h·w, f, c]
        x = _graph.Reshape(_graph.Add(x, place), videos * cells, frames, channels);
        x = _graph.Add(TransformerLayers.FeedForward(layers, "ff_in", layers.LayerNorm("norm_in", x)), x);
        var normed = layers.LayerNorm("norm1", x);
        x = _graph.Add(TransformerLayers.Attention(layers, "attn1", normed, normed, heads), x);
        x = layers.Has("attn2") ? _graph.Add(ToContext(layers.LayerNorm("norm2", x), heads), x) : x;
        x = _graph.Add(TransformerLayers.FeedForward(layers, "ff", layers.LayerNorm("norm3", x)), x);
        x = _graph.Transpose(_graph.Reshape(x, videos, cells, frames, channels), 0, 2, 1, 3); // [n, f, h·w, c]
        return layers.Shown(_graph.Reshape(x, videos * frames, cells, channels));
    }

    // All frames and cells of a video attend to the same, so they do it together, and nothing is repeated: [n·…, …, c] → the same.
    private GraphValue ToContext(GraphValue x, int heads)
    {
        var attended = TransformerLayers.Attention(layers, "attn2", _graph.Reshape(x, videos, -1, x.Shape[2]), context, heads);
        return _graph.Reshape(attended, x.Shape[0], x.Shape[1], x.Shape[2]);
    }

    // Which frame it is: [f, channels].
    private GraphValue Places(long channels)
    {
        var (first, count, step) = (_graph.Squeeze(_graph.Constant([0L]), 0), _graph.Squeeze(_graph.Sizes(frames), 0), _graph.Squeeze(_graph.Constant([1L]), 0));
        var numbers = _graph.Operator("Range", [first, count, step], TensorType.Int64, [frames]);
        return TimeLayers.Embedding(layers, "time_pos_embed", TimeLayers.Waves(layers, _graph.Cast(numbers, TensorType.Float32), (int)channels));
    }

    // How much of what was seen in the frame itself, and how much of what was seen along the frames.
    private (GraphValue Spatial, GraphValue Temporal) Mixed()
    {
        using var module = layers.Enter("time_mixer");
        var mix = layers.Weight("mix_factor"); // [1]
        return (_graph.Sigmoid(mix), _graph.Sigmoid(_graph.Neg(mix)));
    }

    private static GraphValue OfFrames(OnnxGraphBuilder graph, Dim videos, Dim frames, GraphValue time)
        => graph.Reshape(graph.Expand(graph.Unsqueeze(time, 1), videos, frames, time.Shape[1]), videos * frames, time.Shape[1]);
}
