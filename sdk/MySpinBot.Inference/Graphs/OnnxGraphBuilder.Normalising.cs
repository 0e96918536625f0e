using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Normalisations.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>torch.nn.BatchNorm2d in evaluation: (x − mean) / √(variance + epsilon) · scale + bias, each [channels].</summary>
    public GraphValue BatchNorm(GraphValue x, GraphValue scale, GraphValue bias, GraphValue mean, GraphValue variance, float epsilon = 1e-5f)
        => Add("BatchNormalization", [x, scale, bias, mean, variance], ("epsilon", epsilon));

    /// <summary>torch.nn.InstanceNorm2d: every channel of every sample by its own mean and variance, then scale and bias, each [channels].</summary>
    public GraphValue InstanceNorm(GraphValue x, GraphValue scale, GraphValue bias, float epsilon = 1e-5f)
        => Add("InstanceNormalization", [x, scale, bias], ("epsilon", epsilon));

    /// <summary>torch.nn.GroupNorm: groups of channels by their own mean and variance, then scale and bias, each [channels].</summary>
    /// <param name="x">[batch, channels, …].</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public GraphValue GroupNorm(GraphValue x, int groups, GraphValue scale, GraphValue bias, float epsilon = 1e-5f)
        => Add("GroupNormalization", [x, scale, bias], ("num_groups", (long)groups), ("epsilon", epsilon));

    /// <summary>torch.nn.LayerNorm over the axes that the scale has.</summary>
    public GraphValue LayerNorm(GraphValue x, GraphValue scale, GraphValue? bias = null, float epsilon = 1e-5f)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return Add("LayerNormalization", [x, scale, bias], ("axis", -(long)scale.Rank), ("epsilon", epsilon));
    }

    /// <summary>x / √(mean(x²) + epsilon) · scale over the last axis (Zhang and Sennrich, 2019).</summary>
    public GraphValue RmsNorm(GraphValue x, GraphValue scale, float epsilon = 1e-6f)
        => Mul(Div(x, Sqrt(Add(Mean(Mul(x, x), [-1], keep: true), epsilon))), scale);
}
