using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>TAESD and its family: a few convolutions that give nearly what the large autoencoder gives. A plain sequence, so the names are numbers.</summary>
/// <remarks>madebyollin/taesd, <c>taesd.py</c>. A convolution without a bias in the middle of the sequence halves the size (encoder) or comes behind a doubling (decoder). Pictures are RGB in 0..1 here, not −1..1.</remarks>
internal static class TinyAutoencoder
{
    // Latents beyond this are pressed together: 3 · tanh(x / 3).
    private const float Magnitude = 3;

    // Of the blocks that normalise (TAEF2).
    private const int PoolGroups = 4;

    /// <summary>The half that makes latents of pictures: [n, 3, h · factor, w · factor] → [n, latent channels, h, w].</summary>
    public static OnnxGraph Encoder(AutoencoderConfig config, ITensors weights, TensorType compute = TensorType.Float32)
    {
        var graph = new OnnxGraphBuilder("TAESD encoder", compute);
        var x = graph.ToCompute(graph.Input(AutoencoderEncoder.Input, TensorType.Float32, Dim.Of("n"), 3, Dim.Of("h") * config.Factor, Dim.Of("w") * config.Factor));
        foreach (var (name, kind) in Modules(weights, TinyAutoencoderReading.Encoder))
        {
            x = kind switch
            {
                ModuleKind.Block => Block(graph, weights, name, x),
                ModuleKind.Resampling => graph.Conv(x, weights, name, stride: 2, padding: 1),
                _ => graph.Conv(x, weights, name, padding: 1),
            };
        }

        graph.Output(AutoencoderEncoder.Output, x, TensorType.Float32);
        return graph.Build();
    }

    /// <summary>The half that makes pictures of latents: [n, latent channels, h, w] → [n, 3, h · factor, w · factor].</summary>
    public static OnnxGraph Decoder(AutoencoderConfig config, ITensors weights, TensorType compute = TensorType.Float32)
    {
        var graph = new OnnxGraphBuilder("TAESD decoder", compute);
        var x = graph.ToCompute(graph.Input(AutoencoderDecoder.Input, TensorType.Float32, Dim.Of("n"), config.LatentChannels, Dim.Of("h"), Dim.Of("w")));
        x = graph.Scale(graph.Tanh(graph.Scale(x, 1 / Magnitude)), Magnitude);
        var isFirst = true;
        foreach (var (name, kind) in Modules(weights, TinyAutoencoderReading.Decoder))
        {
            x = kind switch
            {
                ModuleKind.Block => Block(graph, weights, name, x),
                ModuleKind.Resampling => graph.Conv(graph.UpsampleNearest(x, 2), weights, name, padding: 1),
                _ when isFirst => graph.Relu(graph.Conv(x, weights, name, padding: 1)),
                _ => graph.Conv(x, weights, name, padding: 1),
            };
            isFirst = false;
        }

        graph.Output(AutoencoderDecoder.Output, x, TensorType.Float32);
        return graph.Build();
    }

    /// <summary>The modules of a half that have weights, in their order.</summary>
    internal static IReadOnlyList<(string Name, ModuleKind Kind)> Modules(ITensors weights, string half)
    {
        var modules = new SortedDictionary<int, ModuleKind>();
        foreach (var entry in weights.Entries)
        {
            if (!entry.Name.StartsWith(half, StringComparison.Ordinal) || entry.Name.IndexOf('.', half.Length) is not (> 0 and var dot)
                || !int.TryParse(entry.Name.AsSpan(half.Length, dot - half.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            var module = entry.Name[..dot];
            modules[number] = weights.TryGet($"{module}.conv.0.weight", out _) ? ModuleKind.Block
                : weights.TryGet($"{module}.bias", out _) ? ModuleKind.Convolution
                : ModuleKind.Resampling;
        }

        return [.. modules.Select(module => (string.Create(CultureInfo.InvariantCulture, $"{half}{module.Key}"), module.Value))];
    }

    // Three convolutions beside the picture itself.
    private static GraphValue Block(OnnxGraphBuilder graph, ITensors weights, string name, GraphValue x)
    {
        if (weights.TryGet($"{name}.pool.0.weight", out _))
        {
            var pooled = graph.GroupNorm(graph.Conv(x, weights, $"{name}.pool.0"), PoolGroups, weights, $"{name}.pool.1");
            x = graph.Add(x, graph.Conv(graph.Relu(pooled), weights, $"{name}.pool.3"));
        }

        var inner = graph.Relu(graph.Conv(x, weights, $"{name}.conv.0", padding: 1));
        inner = graph.Relu(graph.Conv(inner, weights, $"{name}.conv.2", padding: 1));
        inner = graph.Conv(inner, weights, $"{name}.conv.4", padding: 1);
        var beside = weights.TryGet($"{name}.skip.weight", out _) ? graph.Conv(x, weights, $"{name}.skip") : x;
        return graph.Relu(graph.Add(inner, beside));
    }

    /// <summary>What a module of the sequence is.</summary>
    internal enum ModuleKind
    {
        /// <summary>A convolution that keeps the size.</summary>
        Convolution,

        /// <summary>One that halves it, or follows a doubling.</summary>
        Resampling,

        /// <summary>Three convolutions and what goes beside them.</summary>
        Block,
    }
}
