using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

/// <summary>Random chains of operators over sizes that only the run brings: what the builder says of each shape, and what ONNX Runtime gives.</summary>
public sealed class Shapes_are_what_a_run_gives
{
    private static readonly Dim N = Dim.Of("n");
    private static readonly Dim H = Dim.Of("h");
    private static readonly Dim W = Dim.Of("w");

    [Fact]
    public void Whatever_is_done_one_after_the_other()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var g = new OnnxGraphBuilder($"random {seed}");
            var x = g.Input("x", TensorType.Float32, N, 4, H, W);
            for (var step = 0; step < 6; step++)
            {
                x = Next(g, x, random);
                g.Output($"y{step}", x);
            }

            var graph = g.Build();
            var (n, h, w) = (random.Next(1, 4), random.Next(6, 12) * 4, random.Next(6, 12) * 4);
            var brought = new Dictionary<string, long> { ["n"] = n, ["h"] = h, ["w"] = w };
            var given = Computed.By(graph, ("x", Numbers.Random(seed, n, 4, h, w)));
            foreach (var output in graph.Outputs)
            {
                given[output.Name].Shape.ShouldBe(output.Shape.Select(size => size.Size(brought)), $"{output}\n{graph.ToText()}");
            }
        }
    }

    // [batch, channels, height, width] all the way; every operator leaves at least two pixels.
    private static GraphValue Next(OnnxGraphBuilder g, GraphValue x, Random random)
    {
        var channels = x.Shape[1].Known;
        GraphValue Weights(params long[] shape) => g.Constant(Numbers.Random(random.Next(), shape).Floats, shape);
        return random.Next(17) switch
        {
            0 => g.Conv(x, Weights(random.Next(1, 9), channels, 3, 3), null, [random.Next(1, 3), 1], [1, random.Next(0, 3), 1, random.Next(1, 3)]),
            1 => g.Conv(x, Weights(channels, 1, 3, 3), padding: 2, dilation: 2, groups: channels),
            2 => g.ConvTranspose(x, Weights(channels, 4, 3, 3), null, [2, 1], [1, 1, 1, 1], [random.Next(0, 2), 0]),
            3 => g.MaxPool(x, 3, 2, 1),
            4 => g.AvgPool(x, 2, 1),
            5 => g.UpsampleNearest(x, 2),
            6 => g.PixelShuffle(g.Concat(1, x, x, x, x), 2),
            7 => g.Pad(x, [random.Next(0, 3), random.Next(0, 3), 1, 0], (PadMode)random.Next(3)),
            8 => g.Slice(x, random.Next(2, 4), random.Next(0, 2), random.Next(2) == 0 ? -1 : long.MaxValue, random.Next(1, 3)),
            9 => g.Transpose(g.Reshape(g.Transpose(g.Flatten(x, 2), 0, 2, 1), x.Shape[0], x.Shape[2], x.Shape[3], channels), 0, 3, 1, 2),
            10 => g.InterpolateNearest(x, x.Shape[2] + 3, (x.Shape[3] + 1) / 2 + 1),
            11 => g.InterpolateBilinear(x, random.Next(2) == 0, x.Shape[2] * 2, x.Shape[3] + 1),
            12 => g.Mul(x, g.Sigmoid(g.Mean(x, [2, 3], keep: true))),
            13 => g.Reshape(g.Chunk(g.Reshape(g.Concat(1, x, x), x.Shape[0], 2, channels, x.Shape[2], -1), 2, 1)[1], x.Shape[0], channels, x.Shape[2], x.Shape[3]),
            14 => g.Add(x, g.Expand(Weights(1, 1, 1, 1), x.Shape[0], 1, x.Shape[2], 1)),
            15 => g.MatMul(x, g.Softmax(g.MatMul(g.Transpose(x, 0, 1, 3, 2), x))),
            _ => g.Unsqueeze(g.Squeeze(g.Split(g.Unsqueeze(x, 2), 1, 1, channels - 1 > 0 ? channels - 1 : 0)[0], 2), 2) is var one ? g.Reshape(one, x.Shape[0], 1, x.Shape[2], x.Shape[3]) : x,
        };
    }
}
