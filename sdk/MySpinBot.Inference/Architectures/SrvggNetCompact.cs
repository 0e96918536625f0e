using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Real-ESRGAN's compact network: convolutions in the picture's own size, the last of which makes scale² values for every one, added to the picture enlarged by nearest neighbour.</summary>
/// <remarks>The names are those of <c>srvgg_arch.py</c> of Real-ESRGAN. Which activation was trained is in the file for PReLU only, whose slopes are weights. Without them it may have been ReLU or LeakyReLU; the
/// reference knows both, and the weights are the same. LeakyReLU with 0.1 is taken then; no such model is known to have been published.</remarks>
public sealed class SrvggNetCompact : UpscaleNetwork
{
    private const float UntoldSlope = 0.1f;

    private readonly int _last;

    private SrvggNetCompact(ITensors weights, int channels, int scale, int last, bool hasSlopes)
        : base(weights) => (Channels, Scale, _last, HasSlopes) = (channels, scale, last, hasSlopes);

    /// <inheritdoc/>
    public override string Architecture => "SRVGGNetCompact";

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override int Scale { get; }

    /// <summary>How many convolutions it has, each of which sees one pixel farther.</summary>
    public int Convolutions => (_last / 2) + 1;

    /// <summary>Whether its activations are PReLU; else which they are is not in the file.</summary>
    public bool HasSlopes { get; }

    /// <inheritdoc/>
    public override int Reach => Convolutions;

    /// <summary>The network of these weights; null where they are not a SRVGGNetCompact's.</summary>
    /// <exception cref="CheckpointException">They are, and something is wrong with them.</exception>
    internal static new SrvggNetCompact? Of(ITensors weights)
    {
        if (!IsConv(weights, 0, out var first) || !IsConv(weights, 2, out _))
        {
            return null;
        }

        var last = 2;
        while (IsConv(weights, last + 2, out _))
        {
            last += 2;
        }

        IsConv(weights, last, out var final);
        var channels = (int)first!.Value[1];
        var scale = (int)Math.Round(Math.Sqrt(final!.Value[0] / (double)channels));
        var slopes = Enumerable.Range(0, last / 2).Count(i => weights.TryGet(Name((2 * i) + 1), out var slope) && slope.Shape.Length == 1);
        return (channels, scale) switch
        {
            (not (1 or 3), _) => throw new CheckpointException($"This SRVGGNetCompact takes {channels} channels; pictures are RGB or grey, so 3 or 1 would be right."),
            _ when scale < 1 || channels * (long)scale * scale != final.Value[0] =>
                throw new CheckpointException($"This SRVGGNetCompact ends with {final.Value[0]} channels; {channels} times the square of its scale would be right."),
            _ when slopes != 0 && slopes != last / 2 => throw new CheckpointException($"This SRVGGNetCompact has {last / 2} activations and slopes for {slopes} of them; for all or none would be right."),
            _ => new SrvggNetCompact(weights, channels, scale, last, slopes > 0),
        };
    }

    private protected override GraphValue Forward(WeightedLayers layers, GraphValue image)
    {
        var (graph, x) = (layers.Graph, image);
        for (var i = 0; i < _last; i += 2)
        {
            x = layers.Shown(Module(i + 1), Activated(layers, i + 1, layers.Conv(Module(i), x))); // [n, features, h, w]
        }

        x = layers.Conv(Module(_last), x); // [n, channels · scale², h, w]
        x = layers.Shown("upsampler", Scale > 1 ? graph.PixelShuffle(x, Scale) : x); // [n, channels, h · scale, w · scale]
        return graph.Add(x, Scale > 1 ? graph.UpsampleNearest(image, Scale) : image);
    }

    private GraphValue Activated(WeightedLayers layers, int module, GraphValue x)
        => HasSlopes ? layers.Graph.PRelu(x, layers.Weight(Name(module))) : layers.Graph.LeakyRelu(x, UntoldSlope);

    private static bool IsConv(ITensors weights, int module, out ImmutableArray<long>? shape)
    {
        shape = weights.TryGet(Name(module), out var entry) && entry.Shape is [_, _, 3, 3] ? entry.Shape : null;
        return shape is not null;
    }

    private static string Module(int number) => string.Create(CultureInfo.InvariantCulture, $"body.{number}");

    private static string Name(int module) => $"{Module(module)}.weight";
}
