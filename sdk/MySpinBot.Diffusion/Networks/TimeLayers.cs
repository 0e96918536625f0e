using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>How networks are told a time, a size or a speed: as waves of many lengths, then two linear layers (Ho et al., 2020; diffusers' Timesteps and TimestepEmbedding).</summary>
internal static class TimeLayers
{
    // The natural logarithm of the longest period, 10000.
    private const float Longest = 9.210340371976184f;

    /// <summary>[n] → [n, width]: cosines, then sines, of the number at frequencies from 1 to 1 / 10000. Computed in Float32, whatever the graph computes in: half precision cannot tell 999 from 999.2.</summary>
    /// <param name="layers">Where it is added.</param>
    /// <param name="numbers">[n], Float32.</param>
    /// <param name="width">How many waves; even.</param>
    public static GraphValue Waves(ModuleLayers layers, GraphValue numbers, int width)
    {
        var graph = layers.Graph;
        var frequencies = new float[width / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            // In single precision throughout, as torch does it: a time of 999 makes a thousand times as much of the last bit.
            frequencies[i] = MathF.Exp(-Longest * i / frequencies.Length);
        }

        var angles = graph.Mul(graph.Unsqueeze(numbers, 1), graph.Constant(TensorType.Float32, frequencies, 1, frequencies.Length)); // [n, width / 2]
        return graph.Concat(1, graph.Cos(angles), graph.Sin(angles));
    }

    /// <summary>[n, width] → [n, embedding], in the computing type.</summary>
    public static GraphValue Embedding(ModuleLayers layers, string name, GraphValue waves)
    {
        using var module = layers.Enter(name);
        return layers.Shown(layers.Linear("linear_2", layers.Graph.Silu(layers.Linear("linear_1", layers.Graph.ToCompute(waves)))));
    }
}
