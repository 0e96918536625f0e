using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Inference.Tests;

/// <summary>A small network that doubles a picture: two convolutions, a residual, a pixel shuffle.</summary>
public static class Doubler
{
    /// <summary>The graph of a checkpoint with <c>first</c>, <c>second</c> and <c>last</c>.</summary>
    public static OnnxGraph Build(ITensors weights)
    {
        var g = new OnnxGraphBuilder("doubler");
        var x = g.Input("x", TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h"), Dim.Of("w")); // [n, 3, h, w]

        var features = g.LeakyRelu(g.Conv(x, weights, "first", padding: 1), 0.2f);          // [n, 32, h, w]
        using (g.Scope("body"))
        {
            features = g.Add(features, g.Scale(g.Conv(features, weights, "second", padding: 1), 0.2f));
        }

        var shuffled = g.PixelShuffle(g.Conv(features, weights, "last", padding: 1), 2);     // [n, 3, 2*h, 2*w]
        g.Output("y", g.Add(shuffled, g.UpsampleNearest(x, 2)));
        return g.Build();
    }
}
