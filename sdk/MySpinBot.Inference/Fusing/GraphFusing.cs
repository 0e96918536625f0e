namespace MySpinBot.Inference;

/// <summary>Graphs rewritten so that they run faster and give the same. What ONNX Runtime does by itself when it loads a graph (a convolution with its batch normalisation or activation,
/// x · sigmoid(x), constants) is not done here; each pass is kept because it was measured to make something faster.</summary>
public static class GraphFusing
{
    /// <summary>The same graph for a provider: plain operators in the order of the checkpoint's modules become those that the provider is fastest at.</summary>
    /// <param name="graph">A graph of plain operators.</param>
    /// <param name="provider">What will compute it.</param>
    public static OnnxGraph Fused(this OnnxGraph graph, ComputeProvider provider)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var fused = GateInTwo.Apply(AttentionInOne.Apply(graph));
        fused = BatchNormIntoTransposed.Apply(fused);
        return provider == ComputeProvider.Cpu ? SumBeforeShuffle.Apply(PReluInBlocks.Apply(GroupNormByInstances.Apply(fused))) : fused;
    }
}
