using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>The network of Stable Video Diffusion as a graph: a UNet whose residual blocks and transformers look at each frame, then along the frames, and mix both (Blattmann et al., 2023).
/// How deep and wide it is, and which levels attend, is what its weights say.</summary>
/// <remarks>After diffusers' UNetSpatioTemporalConditionModel, whose names its weights have. Along the frames a video attends to its own context, as diffusers does since 0.28, and ComfyUI.</remarks>
internal sealed class VideoUNet(VideoUNetConfig config, ITensors weights)
{
    /// <summary>How many numbers a video is told by: frames a second, motion, augmentation.</summary>
    internal const int AddedNumbers = 3;

    // Added to the variance in group normalisations. Which block has which is written into diffusers, and in no file: finer where a level attends, and on the way up.
    private const float Fine = 1e-6f;
    private const float Coarse = 1e-5f;

    /// <summary>Modules beside whose weights a change of low rank runs, which every run brings (<see cref="LoraBeside"/>).</summary>
    public IReadOnlySet<string> Beside { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The network as a graph. <c>sample</c> [n, f, channels, h, w], <c>timestep</c> [n], <c>context</c> [n, t, width], <c>added</c> [n, 3] → <c>output</c> [n, f, channels, h, w]; all Float32.</summary>
    /// <param name="compute">What is computed in: Float32 or Float16.</param>
    /// <param name="shown">Modules whose results are results too, by their names in diffusers; places along the frames once for all videos.</param>
    public OnnxGraph Graph(TensorType compute = TensorType.Float32, params IReadOnlyCollection<string> shown)
    {
        var graph = new OnnxGraphBuilder("Stable Video Diffusion's UNet", compute);
        var layers = new ModuleLayers(graph, FrameKernels(weights), shown) { Beside = Beside };
        var (videos, frames, height, width) = (Dim.Of("n"), Dim.Of("f"), Dim.Of("h"), Dim.Of("w"));
        var sample = graph.Input(NetworkPorts.Sample, TensorType.Float32, videos, frames, config.InChannels, height, width);
        var timestep = graph.Input(NetworkPorts.Timestep, TensorType.Float32, videos);
        var context = graph.Input(NetworkPorts.Context, TensorType.Float32, videos, Dim.Of("t"), config.ContextWidth);
        var added = graph.Input(NetworkPorts.Added, TensorType.Float32, videos, AddedNumbers);
        var blocks = new SpatioTemporalLayers(layers, videos, frames, graph.Silu(Time(layers, timestep, added)), graph.ToCompute(context));
        var pictures = graph.Reshape(graph.ToCompute(sample), videos * frames, config.InChannels, height, width);
        graph.Output(NetworkPorts.Output, graph.Reshape(Forward(layers, blocks, pictures), videos, frames, config.OutChannels, height, width), TensorType.Float32);
        return graph.Build();
    }

    // Cells of a picture lie side by side in one axis where it is looked along the frames: a convolution over two axes does it, for which every provider has its fastest kernels.
    private static ArrangedTensors FrameKernels(ITensors weights) => ArrangedTensors.Reshaped(weights, tensor => tensor.Shape is [_, _, _, 1, 1] ? tensor.Shape[..4] : null);

    private GraphValue Forward(ModuleLayers layers, SpatioTemporalLayers blocks, GraphValue pictures)
    {
        var x = layers.Conv("conv_in", pictures); // [n·f, c, h, w]
        var seen = new Stack<GraphValue>([x]);
        var levels = config.Channels.Length;
        for (var level = 0; level < levels; level++)
        {
            x = Down(layers, blocks, level, x, seen);
        }

        x = Middle(layers, blocks, x);
        for (var step = 0; step < levels; step++)
        {
            x = Up(layers, blocks, step, levels - 1 - step, x, seen);
        }

        return layers.Conv("conv_out", layers.Graph.Silu(layers.GroupNorm("conv_norm_out", x, SpatioTemporalLayers.Groups, Coarse)));
    }

    private GraphValue Time(ModuleLayers layers, GraphValue timestep, GraphValue added)
    {
        var graph = layers.Graph;
        var time = TimeLayers.Embedding(layers, "time_embedding", TimeLayers.Waves(layers, timestep, config.Channels[0]));
        var waves = TimeLayers.Waves(layers, graph.Reshape(added, added.Shape[0] * AddedNumbers), config.NumberWidth); // [n·3, waves]
        return graph.Add(time, TimeLayers.Embedding(layers, "add_embedding", graph.Reshape(waves, added.Shape[0], AddedNumbers * config.NumberWidth)));
    }

    private GraphValue Down(ModuleLayers layers, SpatioTemporalLayers blocks, int level, GraphValue x, Stack<GraphValue> seen)
    {
        using var module = layers.Enter($"down_blocks.{level}");
        var epsilon = layers.Has("attentions") ? Fine : Coarse;
        for (var i = 0; i < layers.Count("resnets"); i++)
        {
            x = blocks.Residual($"resnets.{i}", x, epsilon);
            x = layers.Has($"attentions.{i}") ? blocks.Transformer($"attentions.{i}", x, config.Heads[level]) : x;
            seen.Push(x);
        }

        if (layers.Has("downsamplers"))
        {
            x = ResidualLayers.Smaller(layers, x);
            seen.Push(x);
        }

        return layers.Shown(x);
    }

    private GraphValue Middle(ModuleLayers layers, SpatioTemporalLayers blocks, GraphValue x)
    {
        using var module = layers.Enter("mid_block");
        x = blocks.Residual("resnets.0", x, Coarse);
        for (var i = 1; i < layers.Count("resnets"); i++)
        {
            x = layers.Has($"attentions.{i - 1}") ? blocks.Transformer($"attentions.{i - 1}", x, config.Heads[^1]) : x;
            x = blocks.Residual($"resnets.{i}", x, Coarse);
        }

        return layers.Shown(x);
    }

    private GraphValue Up(ModuleLayers layers, SpatioTemporalLayers blocks, int step, int level, GraphValue x, Stack<GraphValue> seen)
    {
        using var module = layers.Enter($"up_blocks.{step}");
        for (var i = 0; i < layers.Count("resnets"); i++)
        {
            x = blocks.Residual($"resnets.{i}", layers.Graph.Concat(1, x, seen.Pop()), Fine);
            x = layers.Has($"attentions.{i}") ? blocks.Transformer($"attentions.{i}", x, config.Heads[level]) : x;
        }

        return layers.Shown(layers.Has("upsamplers") ? ResidualLayers.Larger(layers, x, seen.Peek()) : x);
    }
}
