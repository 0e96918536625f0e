using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The network of Stable Diffusion as a graph: convolutions and attention on the way down through smaller pictures and up again, with what was seen on the way down laid beside (Rombach et al., 2022).
/// How deep and wide it is, is what its weights say.</summary>
/// <remarks>After diffusers' UNet2DConditionModel, whose names its weights have. Ready for SDXL: several transformer layers a level, and what is added to the time.</remarks>
internal sealed class UNet(UNetConfig config, ITensors weights)
{
    /// <summary>Sizes that SDXL is told: of the picture, where it was cut, of what is wanted.</summary>
    private const int Sizes = 6;

    /// <summary>How many numbers SDXL is told of each picture: pooled text, then the sizes.</summary>
    internal static int AddedNumbers(UNetConfig config) => config.AddedWidth - (Sizes * config.SizeWidth) + Sizes;

    /// <summary>Modules beside whose weights a change of low rank runs, which every run brings (<see cref="LoraBeside"/>).</summary>
    public IReadOnlySet<string> Beside { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The network as a graph. <c>sample</c> [n, channels, h, w], <c>timestep</c> [n], <c>context</c> [n, t, width] and, for SDXL, <c>added</c> [n, pooled text and six sizes] → <c>output</c> [n, channels, h, w]; all Float32.</summary>
    /// <param name="compute">What is computed in: Float32 or Float16.</param>
    /// <param name="shown">Modules whose results are results too, by their names in diffusers.</param>
    public OnnxGraph Graph(TensorType compute = TensorType.Float32, params IReadOnlyCollection<string> shown)
    {
        var graph = new OnnxGraphBuilder("Stable Diffusion's UNet", compute);
        var layers = new ModuleLayers(graph, weights, shown) { Beside = Beside };
        var batch = Dim.Of("n");
        var sample = graph.Input(NetworkPorts.Sample, TensorType.Float32, batch, config.InChannels, Dim.Of("h"), Dim.Of("w"));
        var timestep = graph.Input(NetworkPorts.Timestep, TensorType.Float32, batch);
        var context = graph.Input(NetworkPorts.Context, TensorType.Float32, batch, Dim.Of("t"), config.ContextWidth);
        var added = config.AddedWidth > 0 ? graph.Input(NetworkPorts.Added, TensorType.Float32, batch, AddedNumbers(config)) : null;
        var time = graph.Silu(Time(layers, timestep, added)); // [n, embedding]; every block activates it
        graph.Output(NetworkPorts.Output, Forward(layers, graph.ToCompute(sample), time, graph.ToCompute(context)), TensorType.Float32);
        return graph.Build();
    }

    private GraphValue Forward(ModuleLayers layers, GraphValue sample, GraphValue time, GraphValue context)
    {
        var x = layers.Conv("conv_in", sample);
        var seen = new Stack<GraphValue>([x]);
        for (var level = 0; level < config.Channels.Length; level++)
        {
            x = Down(layers, level, x, time, context, seen);
        }

        x = Middle(layers, x, time, context);
        for (var level = config.Channels.Length - 1; level >= 0; level--)
        {
            x = Up(layers, level, x, time, context, seen);
        }

        return layers.Conv("conv_out", layers.Graph.Silu(layers.GroupNorm("conv_norm_out", x, config.NormGroups, config.NormEpsilon)));
    }

    private GraphValue Time(ModuleLayers layers, GraphValue timestep, GraphValue? added)
    {
        var graph = layers.Graph;
        GraphValue waves;
        using (layers.Enter("time_proj"))
        {
            waves = layers.Shown(TimeLayers.Waves(layers, timestep, config.Channels[0]));
        }

        var time = TimeLayers.Embedding(layers, "time_embedding", waves);
        if (added is null)
        {
            return time;
        }

        var parts = graph.Split(added, 1, added.Shape[1].Known - Sizes, Sizes); // [n, pooled], [n, 6]
        var sizes = TimeLayers.Waves(layers, graph.Reshape(parts[1], parts[1].Shape[0] * Sizes), config.SizeWidth);
        return graph.Add(time, TimeLayers.Embedding(layers, "add_embedding", graph.Concat(1, parts[0], graph.Reshape(sizes, parts[0].Shape[0], Sizes * config.SizeWidth))));
    }

    private GraphValue Down(ModuleLayers layers, int level, GraphValue x, GraphValue time, GraphValue context, Stack<GraphValue> seen)
    {
        using var module = layers.Enter($"down_blocks.{level}");
        for (var i = 0; i < config.LayersPerBlock; i++)
        {
            x = Pair(layers, i, level, x, time, context);
            seen.Push(x);
        }

        if (level + 1 < config.Channels.Length)
        {
            x = ResidualLayers.Smaller(layers, x);
            seen.Push(x);
        }

        return layers.Shown(x);
    }

    private GraphValue Middle(ModuleLayers layers, GraphValue x, GraphValue time, GraphValue context)
    {
        using var module = layers.Enter("mid_block");
        x = ResidualLayers.Block(layers, "resnets.0", x, time, config.NormGroups, config.NormEpsilon);
        x = TransformerLayers.OverCells(layers, "attentions.0", x, context, config.Heads[^1], config.NormGroups, config.TransformerLayers.Last(count => count > 0));
        return layers.Shown(ResidualLayers.Block(layers, "resnets.1", x, time, config.NormGroups, config.NormEpsilon));
    }

    // One residual block more than on the way down, each with what was seen there beside it, the last seen first.
    private GraphValue Up(ModuleLayers layers, int level, GraphValue x, GraphValue time, GraphValue context, Stack<GraphValue> seen)
    {
        using var module = layers.Enter(string.Create(CultureInfo.InvariantCulture, $"up_blocks.{config.Channels.Length - 1 - level}"));
        for (var i = 0; i <= config.LayersPerBlock; i++)
        {
            x = Pair(layers, i, level, layers.Graph.Concat(1, x, seen.Pop()), time, context);
        }

        return layers.Shown(level > 0 ? ResidualLayers.Larger(layers, x, seen.Peek()) : x);
    }

    // A residual block, and a transformer behind it on the levels that have them.
    private GraphValue Pair(ModuleLayers layers, int i, int level, GraphValue x, GraphValue time, GraphValue context)
    {
        x = ResidualLayers.Block(layers, $"resnets.{i}", x, time, config.NormGroups, config.NormEpsilon);
        return config.TransformerLayers[level] is > 0 and var blocks
            ? TransformerLayers.OverCells(layers, $"attentions.{i}", x, context, config.Heads[level], config.NormGroups, blocks) : x;
    }
}
