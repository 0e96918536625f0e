using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Layers with their weights, by the name that the module has in PyTorch; and a look at what comes out of some of them.</summary>
internal sealed class WeightedLayers(OnnxGraphBuilder graph, ITensors weights, IReadOnlyCollection<string> shown)
{
    public OnnxGraphBuilder Graph { get; } = graph;

    public bool Has(string name) => weights.TryGet(name, out _);

    public GraphValue Weight(string name) => Graph.Weight(weights, name);

    /// <summary>A convolution that keeps the size: [batch, in, h, w] → [batch, out, h, w].</summary>
    public GraphValue Conv(string name, GraphValue x)
    {
        var kernel = Weight($"{name}.weight"); // [out, in, k, k]
        var bias = Has($"{name}.bias") ? Weight($"{name}.bias") : null;
        using (Graph.Scope(name))
        {
            return Shown(name, Graph.Conv(x, kernel, bias, padding: kernel.Shape[2].Known / 2));
        }
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
