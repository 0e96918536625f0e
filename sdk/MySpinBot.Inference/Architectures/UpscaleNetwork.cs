using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A network that makes pictures larger, with every number of its form read from its weights.</summary>
public abstract class UpscaleNetwork
{
    /// <summary>Name of what the graph takes: [batch, channels, height, width], RGB in 0..1. The sides are <c>h</c> and <c>w</c> times <see cref="Multiple"/>.</summary>
    public const string Input = "image";

    /// <summary>Name of what it gives: [batch, channels, height · scale, width · scale].</summary>
    public const string Output = "upscaled";

    private protected UpscaleNetwork(ITensors weights) => Weights = weights;

    /// <summary>Its name, as its authors call it.</summary>
    public abstract string Architecture { get; }

    /// <summary>Channels of the pictures: 3 (RGB) or 1 (grey).</summary>
    public abstract int Channels { get; }

    /// <summary>How many times larger it makes a picture.</summary>
    public abstract int Scale { get; }

    /// <summary>What width and height have to be a multiple of.</summary>
    public virtual int Multiple => 1;

    /// <summary>How far it sees: pixels that are farther than this from a pixel, in the picture that is made larger, have no influence on what becomes of it.</summary>
    public abstract int Reach { get; }

    private protected ITensors Weights { get; }

    /// <summary>The network whose weights these are, whatever they were called by the program that saved them; null where they are none that is known.</summary>
    /// <exception cref="CheckpointException">They are those of a known network, and something is wrong with them.</exception>
    public static UpscaleNetwork? Of(ITensors weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var plain = Plain(weights);
        return (UpscaleNetwork?)RrdbNet.Of(plain) ?? SrvggNetCompact.Of(plain);
    }

    /// <summary>The network as a graph.</summary>
    /// <param name="compute">What is computed in: Float32 or Float16. What goes in and comes out is Float32 in any case.</param>
    public OnnxGraph Graph(TensorType compute = TensorType.Float32) => Graph(compute, []);

    /// <summary>The network as a graph that also gives what comes out of some of its modules, each under the module's name.</summary>
    internal OnnxGraph Graph(TensorType compute, IReadOnlyCollection<string> shown)
    {
        var graph = new OnnxGraphBuilder(Architecture, compute);
        var layers = new WeightedLayers(graph, Weights, shown);
        var (height, width) = (Dim.Of("h") * Multiple, Dim.Of("w") * Multiple);
        var image = graph.Input(Input, TensorType.Float32, Dim.Of("n"), Channels, height, width);
        graph.Output(Output, Forward(layers, compute == TensorType.Float32 ? image : graph.Cast(image, compute)), TensorType.Float32);
        return graph.Build();
    }

    /// <summary>The network: [batch, channels, h, w] → [batch, channels, h · scale, w · scale].</summary>
    private protected abstract GraphValue Forward(WeightedLayers layers, GraphValue image);

    // What DataParallel puts before every name.
    private static ITensors Plain(ITensors weights)
    {
        const string Prefix = "module.";
        return weights.Entries.Count > 0 && weights.Entries.All(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
            ? new RenamedTensors(weights, name => name[Prefix.Length..])
            : weights;
    }
}
