using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Layers with their weights as PyTorch's modules save them: <c>name.weight</c> and <c>name.bias</c>, which is left out where the checkpoint has none.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>A convolution with <c>name.weight</c> and <c>name.bias</c>.</summary>
    public GraphValue Conv(GraphValue x, ITensors tensors, string name, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
    {
        using var scope = Scope(name);
        return Conv(x, Weight(tensors, $"{name}.weight"), WeightOrNone(tensors, $"{name}.bias"), stride, padding, dilation, groups);
    }

    /// <summary>A linear layer with <c>name.weight</c> and <c>name.bias</c>.</summary>
    public GraphValue Linear(GraphValue x, ITensors tensors, string name)
    {
        using var scope = Scope(name);
        return Linear(x, Weight(tensors, $"{name}.weight"), WeightOrNone(tensors, $"{name}.bias"));
    }

    /// <summary>A batch normalisation with <c>name.weight</c>, <c>.bias</c>, <c>.running_mean</c> and <c>.running_var</c>.</summary>
    public GraphValue BatchNorm(GraphValue x, ITensors tensors, string name, float epsilon = 1e-5f)
    {
        using var scope = Scope(name);
        return BatchNorm(x, Weight(tensors, $"{name}.weight"), Weight(tensors, $"{name}.bias"), Weight(tensors, $"{name}.running_mean"), Weight(tensors, $"{name}.running_var"), epsilon);
    }

    /// <summary>A group normalisation with <c>name.weight</c> and <c>name.bias</c>.</summary>
    public GraphValue GroupNorm(GraphValue x, int groups, ITensors tensors, string name, float epsilon = 1e-5f)
    {
        using var scope = Scope(name);
        return GroupNorm(x, groups, Weight(tensors, $"{name}.weight"), Weight(tensors, $"{name}.bias"), epsilon);
    }

    /// <summary>A layer normalisation with <c>name.weight</c> and <c>name.bias</c>.</summary>
    public GraphValue LayerNorm(GraphValue x, ITensors tensors, string name, float epsilon = 1e-5f)
    {
        using var scope = Scope(name);
        return LayerNorm(x, Weight(tensors, $"{name}.weight"), WeightOrNone(tensors, $"{name}.bias"), epsilon);
    }
}
