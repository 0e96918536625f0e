using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The residual blocks of UNets and the steps between their levels (diffusers' resnet.py, downsampling.py and upsampling.py).</summary>
internal static class ResidualLayers
{
    /// <summary>Two convolutions, the time between them, and the way around them: [n, in, h, w], [n, embedding] → [n, out, h, w].</summary>
    /// <param name="layers">Where it is added.</param>
    /// <param name="name">Its module.</param>
    /// <param name="x">The pictures.</param>
    /// <param name="time">The time's vectors, activated (SiLU); null where the block knows no time.</param>
    /// <param name="groups">Groups of its normalisations.</param>
    /// <param name="epsilon">Of its normalisations.</param>
    public static GraphValue Block(ModuleLayers layers, string name, GraphValue x, GraphValue? time, int groups, float epsilon)
    {
        using var module = layers.Enter(name);
        var graph = layers.Graph;
        var inner = layers.Conv("conv1", graph.Silu(layers.GroupNorm("norm1", x, groups, epsilon)));
        if (time is not null)
        {
            inner = graph.Add(inner, graph.Unsqueeze(layers.Linear("time_emb_proj", time), 2, 3)); // [n, out, 1, 1]
        }

        inner = layers.Conv("conv2", graph.Silu(layers.GroupNorm("norm2", inner, groups, epsilon)));
        var around = layers.Has("conv_shortcut") ? layers.Conv("conv_shortcut", x) : x;
        return layers.Shown(graph.Add(around, inner));
    }

    /// <summary>Half the size: [n, channels, h, w] → [n, channels, ⌈h / 2⌉, ⌈w / 2⌉].</summary>
    public static GraphValue Smaller(ModuleLayers layers, GraphValue x)
    {
        using var module = layers.Enter("downsamplers.0");
        return layers.Shown(layers.Conv("conv", x, stride: 2));
    }

    /// <summary>Up to the size of what is laid beside it next, which is twice its own or one less: [n, channels, h, w] → [n, channels, height, width].</summary>
    public static GraphValue Larger(ModuleLayers layers, GraphValue x, GraphValue next)
    {
        using var module = layers.Enter("upsamplers.0");
        return layers.Shown(layers.Conv("conv", layers.Graph.InterpolateNearest(x, next.Shape[2], next.Shape[3])));
    }
}
