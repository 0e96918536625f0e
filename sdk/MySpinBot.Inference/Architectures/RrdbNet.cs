using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>The generator of ESRGAN and Real-ESRGAN: residual-in-residual dense blocks, then upsampling by nearest neighbour and convolution, twice each time.</summary>
/// <remarks>Wang et al., <i>ESRGAN</i> (2018) and <i>Real-ESRGAN</i> (2021); the names are those of BasicSR's <c>rrdbnet_arch.py</c>. Blocks with a 1×1 convolution are those of ESRGAN+ (Rakotonirina and Rasoanaivo, 2020).</remarks>
public sealed class RrdbNet : UpscaleNetwork
{
    // Both are written into the reference, and in no file.
    private const float Slope = 0.2f;
    private const float Residual = 0.2f;

    private const int DenseBlocks = 3;
    private const int ConvsOfDenseBlock = 5;

    private RrdbNet(ITensors weights, int channels, int unshuffle, int blocks, int doublings)
        : base(weights) => (Channels, Multiple, Blocks, Doublings) = (channels, unshuffle, blocks, doublings);

    /// <inheritdoc/>
    public override string Architecture => "RRDBNet";

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override int Scale => (1 << Doublings) / Multiple;

    /// <summary>The side of the squares of pixels that are made channels before anything else (pixel unshuffle): 4 for a scale of 1, 2 for a scale of 2, else 1.</summary>
    public override int Multiple { get; }

    /// <summary>How many residual-in-residual dense blocks it has.</summary>
    public int Blocks { get; }

    /// <summary>How many times it doubles the size.</summary>
    public int Doublings { get; }

    // Convolutions of 3×3 before anything grows, then one after each doubling, then conv_hr and conv_last in the final size: together less than two and a half pixels more.
    /// <inheritdoc/>
    public override int Reach => Multiple * (1 + (Blocks * DenseBlocks * ConvsOfDenseBlock) + 1 + 3);

    /// <summary>The network of these weights; null where they are not an RRDBNet's.</summary>
    /// <exception cref="CheckpointException">They are, and something is wrong with them.</exception>
    internal static new RrdbNet? Of(ITensors weights)
    {
        if (RrdbNames.Official(weights) is not { } named)
        {
            return null;
        }

        var (first, last) = (ConvShape(named, "conv_first"), ConvShape(named, "conv_last"));
        var (features, taken, given) = (first.Out, first.In, last.Out);
        var unshuffle = (int)Math.Round(Math.Sqrt(taken / (double)given));
        if (given is not (1 or 3) || given * unshuffle * unshuffle != taken || unshuffle is not (1 or 2 or 4 or 8))
        {
            throw new CheckpointException($"This RRDBNet takes {taken} channels and gives {given}; pictures are RGB or grey, so 3 or 1 of each would be right, or 4 or 16 times as many taken.");
        }

        var blocks = CountOf(i => $"body.{i}.rdb1.conv1.weight", 0, named);
        var doublings = CountOf(i => $"conv_up{i}.weight", 1, named);
        if (1 << doublings < unshuffle)
        {
            throw new CheckpointException($"This RRDBNet makes a picture {unshuffle} times smaller and doubles it {Times(doublings)}, so that it would get smaller; as many doublings as that undoes would be right.");
        }

        return ConvShape(named, "conv_body") == (features, features)
            ? new RrdbNet(named, (int)given, unshuffle, blocks, doublings)
            : throw new CheckpointException($"This RRDBNet begins with {features} features, and 'conv_body' has others; both must be the same.");
    }

    private protected override GraphValue Forward(WeightedLayers layers, GraphValue image)
    {
        var graph = layers.Graph;
        var x = Multiple > 1 ? graph.PixelUnshuffle(image, Multiple) : image; // [n, channels · multiple², h, w]
        var first = layers.Conv("conv_first", x); // [n, features, h, w]
        x = first;
        for (var block = 0; block < Blocks; block++)
        {
            x = ResidualInResidual(layers, $"body.{block}", x); // [n, features, h, w]
        }

        x = graph.Add(first, layers.Conv("conv_body", layers.Shown("body", x)));
        for (var doubling = 1; doubling <= Doublings; doubling++)
        {
            x = graph.LeakyRelu(layers.Conv($"conv_up{doubling}", graph.UpsampleNearest(x, 2)), Slope); // [n, features, h · 2ᵈ, w · 2ᵈ]
        }

        x = graph.LeakyRelu(layers.Conv("conv_hr", x), Slope);
        return layers.Conv("conv_last", x); // [n, channels, height · scale, width · scale]
    }

    private static GraphValue ResidualInResidual(WeightedLayers layers, string name, GraphValue x)
    {
        var inner = x;
        for (var block = 1; block <= DenseBlocks; block++)
        {
            inner = Dense(layers, $"{name}.rdb{block}", inner);
        }

        return layers.Shown(name, layers.Graph.Add(layers.Graph.Scale(inner, Residual), x));
    }

    // Every convolution sees all that came before it: [n, features + k · growth, h, w] → [n, growth, h, w], the last one → [n, features, h, w].
    private static GraphValue Dense(WeightedLayers layers, string name, GraphValue x)
    {
        var (graph, seen) = (layers.Graph, new List<GraphValue>(ConvsOfDenseBlock) { x });
        var isPlus = layers.Has($"{name}.conv1x1.weight");
        for (var conv = 1; conv < ConvsOfDenseBlock; conv++)
        {
            var all = conv == 1 ? x : graph.Concat(1, [.. seen]);
            var grown = graph.LeakyRelu(layers.Conv(Conv(name, conv), all), Slope);
            grown = (isPlus, conv) switch
            {
                (true, 2) => graph.Add(grown, layers.Conv($"{name}.conv1x1", x)),
                (true, 4) => graph.Add(grown, seen[2]),
                _ => grown,
            };
            seen.Add(grown);
        }

        var last = layers.Conv(Conv(name, ConvsOfDenseBlock), graph.Concat(1, [.. seen]));
        return layers.Shown(name, graph.Add(graph.Scale(last, Residual), x));
    }

    private static string Conv(string block, int number) => string.Create(CultureInfo.InvariantCulture, $"{block}.conv{number}");

    private static int CountOf(Func<int, string> name, int from, ITensors weights)
    {
        var count = 0;
        while (weights.TryGet(name(from + count), out _))
        {
            count++;
        }

        return count;
    }

    private static (long Out, long In) ConvShape(ITensors weights, string name)
        => weights.Get($"{name}.weight").Shape is [var given, var taken, _, _]
            ? (given, taken)
            : throw new CheckpointException($"The weights '{name}.weight' of this RRDBNet are not those of a convolution; [out, in, height, width] would be right.");

    private static string Times(int count) => count switch { 0 => "never", 1 => "once", 2 => "twice", _ => string.Create(CultureInfo.InvariantCulture, $"{count} times") };
}
