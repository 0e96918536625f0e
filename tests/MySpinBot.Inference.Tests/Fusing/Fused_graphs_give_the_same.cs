using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

/// <summary>Random graphs, each computed as it was built and as it is fused for the processor.</summary>
public sealed class Fused_graphs_give_the_same
{
    private const float Tolerance = 2e-5f;
    private static readonly Dim Batch = Dim.Of("n");
    private static readonly Dim Height = Dim.Of("h");
    private static readonly Dim Width = Dim.Of("w");

    [Theory]
    [InlineData(16, true, "Conv")]
    [InlineData(48, true, "Conv")]
    [InlineData(6, true, "Min")]
    [InlineData(16, false, "Min")]
    [InlineData(1, true, "LeakyRelu")]
    public void Where_slopes_differ_by_channel_to_the_bit(int channels, bool convolved, string becomes)
    {
        var g = new OnnxGraphBuilder("prelu");
        var x = g.Input("x", TensorType.Float32, Batch, channels, Height, Width);
        var before = convolved ? g.Conv(x, Weights(g, 1, channels, channels, 3, 3), padding: 1) : x;
        var slopes = Numbers.Random(2, channels).Floats.Select(number => number * 1.5f).ToArray();
        var after = g.PRelu(before, g.Constant(slopes, channels));
        g.Output("y", g.Conv(after, Weights(g, 3, channels, channels, 3, 3), padding: 1));
        g.Output("between", before);

        Same(g.Build(), "PRelu", becomes, 0, ("x", Numbers.Random(4, 2, channels, 7, 5)));
    }

    [Theory]
    [InlineData(2, 8, 4)]
    [InlineData(1, 6, 6)]
    [InlineData(3, 32, 1)]
    public void Where_groups_are_normalised(int batch, int channels, int groups)
    {
        var g = new OnnxGraphBuilder("groups");
        var x = g.Input("x", TensorType.Float32, Batch, channels, Height, Width);
        g.Output("y", g.Silu(g.GroupNorm(x, groups, Weights(g, 1, channels), Weights(g, 2, channels), 1e-6f)));

        Same(g.Build(), "GroupNormalization", "InstanceNormalization", Tolerance, ("x", Numbers.Random(3, batch, channels, 6, 9)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Where_a_transposed_convolution_is_normalised(int groups, bool biased)
    {
        const int Ins = 4, Outs = 6;
        var g = new OnnxGraphBuilder("transposed");
        var x = g.Input("x", TensorType.Float32, Batch, Ins, Height, Width);
        var conv = g.ConvTranspose(x, Weights(g, 1, Ins, Outs / groups, 3, 3), biased ? Weights(g, 2, Outs) : null, [2, 2], [1, 1, 1, 1], [1, 1], groups);
        var variance = g.Constant(Numbers.Random(3, Outs).Floats.Select(Math.Abs).ToArray(), Outs);
        g.Output("y", g.Relu(g.BatchNorm(conv, Weights(g, 4, Outs), Weights(g, 5, Outs), Weights(g, 6, Outs), variance)));

        Same(g.Build(), "BatchNormalization", "ConvTranspose", Tolerance, ("x", Numbers.Random(7, 2, Ins, 5, 4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Where_heads_attend(int rankOfMask)
    {
        const int Heads = 3, Dim = 12, Other = 10, Tokens = 5, Others = 7;
        var g = new OnnxGraphBuilder("attention");
        var x = g.Input("x", TensorType.Float32, Batch, Inference.Dim.Of("t"), Dim);
        var c = g.Input("c", TensorType.Float32, Batch, Inference.Dim.Of("s"), Other);
        GraphValue Part(GraphValue of, int seed, int width) => g.SplitHeads(g.Linear(of, Weights(g, seed, Dim, width)), Heads);
        var mask = rankOfMask switch { 2 => Weights(g, 5, Tokens, Others), 4 => Weights(g, 5, 1, Heads, Tokens, Others), _ => null };
        g.Output("y", g.MergeHeads(g.Attention(Part(x, 1, Dim), Part(c, 2, Other), Part(c, 3, Other), mask)));

        Same(g.Build(), "Softmax", "MultiHeadAttention", Tolerance, ("x", Numbers.Random(6, 2, Tokens, Dim)), ("c", Numbers.Random(7, 2, Others, Other)));
    }

    [Theory]
    [InlineData(TensorType.Float32, true)]
    [InlineData(TensorType.Float16, true)]
    [InlineData(TensorType.Float32, false)]
    public void Where_a_gate_stands_in_one_matrix_with_what_goes_through_it(TensorType stored, bool biased)
    {
        const int Width = 6, Inner = 10;
        var g = new OnnxGraphBuilder("gate");
        var x = g.Input("x", TensorType.Float32, Batch, Inference.Dim.Of("t"), Width);
        var weights = new MemoryTensors();
        void Add(string name, int seed, params long[] shape)
        {
            var numbers = Numbers.Random(seed, shape).Floats;
            var bytes = stored == TensorType.Float16 ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(Array.ConvertAll(numbers, number => (Half)number).AsSpan()) : System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan());
            weights.AddBytes(name, stored, bytes, shape);
        }

        Add("proj.weight", 1, Inner * 2, Width);
        Add(biased ? "proj.bias" : "other", 2, Inner * 2);
        var halves = g.Chunk(g.Linear(x, weights, "proj"), 2, -1);
        g.Output("y", g.Mul(halves[0], g.Gelu(halves[1])));

        Same(g.Build(), "Split", "MatMul", Tolerance, ("x", Numbers.Random(3, 2, 5, Width)));
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(4, 1, false)]
    [InlineData(3, 4, true)]
    public void Where_an_enlarged_picture_is_added_to_shuffled_channels_to_the_bit(int factor, int channels, bool shuffledFirst)
    {
        var g = new OnnxGraphBuilder("shuffle");
        var x = g.Input("x", TensorType.Float32, Batch, channels, Height, Width);
        var shuffled = g.PixelShuffle(g.Conv(x, Weights(g, 1, channels * factor * factor, channels, 3, 3), padding: 1), factor);
        var enlarged = g.UpsampleNearest(x, factor);
        g.Output("y", shuffledFirst ? g.Add(shuffled, enlarged) : g.Add(enlarged, shuffled));

        Same(g.Build(), "Resize", "DepthToSpace", 1e-6f, ("x", Numbers.Random(2, 2, channels, 4, 6)));
    }

    [Fact]
    public void What_others_look_at_stays()
    {
        var g = new OnnxGraphBuilder("seen");
        var x = g.Input("x", TensorType.Float32, Batch, 4, Height, Width);
        var conv = g.ConvTranspose(x, Weights(g, 1, 4, 4, 3, 3), null, [1, 1], [1, 1, 1, 1]);
        g.Output("y", g.BatchNorm(conv, Weights(g, 2, 4), Weights(g, 3, 4), Weights(g, 4, 4), g.Constant([1, 2, 3, 4], 4)));
        g.Output("conv", conv);
        var graph = g.Build();

        graph.Fused(ComputeProvider.Cpu).ShouldBe(graph);
    }

    private static GraphValue Weights(OnnxGraphBuilder g, int seed, params long[] shape) => g.Constant(Numbers.Random(seed, shape).Floats, shape);

    private static void Same(OnnxGraph graph, string gone, string there, float tolerance, params (string, Numbers)[] inputs)
    {
        var fused = graph.Fused(ComputeProvider.Cpu);

        graph.Nodes.ShouldContain(node => node.OpType == gone);
        fused.Nodes.ShouldNotContain(node => node.OpType == gone, fused.ToText());
        fused.Nodes.ShouldContain(node => node.OpType == there, fused.ToText());
        fused.Outputs.ShouldBe(graph.Outputs);
        var (plain, other) = (Computed.By(graph, inputs), Computed.By(fused, inputs));
        foreach (var (name, numbers) in plain)
        {
            other[name].FarthestFrom(numbers).ShouldBeLessThanOrEqualTo(tolerance, name);
        }
    }
}
