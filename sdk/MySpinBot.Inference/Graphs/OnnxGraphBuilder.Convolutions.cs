using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Convolutions and pools. Operators are named as PyTorch names them, where it has them.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>torch.nn.Conv2d (or 1d, 3d): cross-correlation of [batch, in, …] with weights [out, in / groups, …].</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The kernel.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="stride">Step, in every direction.</param>
    /// <param name="padding">Zeros on every side.</param>
    /// <param name="dilation">Distance of the kernel's taps.</param>
    /// <param name="groups">Groups of channels.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias = null, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
    {
        var directions = Directions(x);
        return Conv(x, weight, bias, Each(stride, directions), Each(padding, directions * 2), Each(dilation, directions), groups);
    }

    /// <summary>As <see cref="Conv(GraphValue,GraphValue,GraphValue,long,long,long,long)"/>, each side and direction apart.</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The kernel.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="strides">Step in each direction.</param>
    /// <param name="pads">Zeros at the begin of each direction, then at the end of each.</param>
    /// <param name="dilations">Distance of the kernel's taps in each direction; empty for 1.</param>
    /// <param name="groups">Groups of channels.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias, ReadOnlySpan<long> strides, ReadOnlySpan<long> pads, ReadOnlySpan<long> dilations = default, long groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Add(
            "Conv",
            [x, weight, bias],
            ("kernel_shape", weight.Rank > 2 && weight.Shape[2..].All(size => size.IsKnown) ? weight.Shape[2..].Select(size => size.Known).ToImmutableArray() : null),
            ("strides", Numbers(strides)),
            ("pads", Numbers(pads)),
            ("dilations", Numbers(dilations)),
            ("group", groups));
    }

    /// <summary>torch.nn.ConvTranspose2d (or 1d, 3d): weights [in, out / groups, …].</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The kernel.</param>
    /// <param name="bias">[out]; null for none.</param>
    /// <param name="strides">Step in each direction.</param>
    /// <param name="pads">What is cut off at the begin of each direction, then at the end of each.</param>
    /// <param name="outputPadding">What is added at the end of each direction; empty for none.</param>
    /// <param name="groups">Groups of channels.</param>
    public GraphValue ConvTranspose(GraphValue x, GraphValue weight, GraphValue? bias, ReadOnlySpan<long> strides, ReadOnlySpan<long> pads, ReadOnlySpan<long> outputPadding = default, long groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Add(
            "ConvTranspose",
            [x, weight, bias],
            ("kernel_shape", weight.Rank > 2 && weight.Shape[2..].All(size => size.IsKnown) ? weight.Shape[2..].Select(size => size.Known).ToImmutableArray() : null),
            ("strides", Numbers(strides)),
            ("pads", Numbers(pads)),
            ("output_padding", Numbers(outputPadding)),
            ("group", groups));
    }

    /// <summary>torch.nn.MaxPool2d (or 1d, 3d).</summary>
    /// <param name="x">[batch, channels, …].</param>
    /// <param name="kernel">The window, in every direction.</param>
    /// <param name="stride">Step, in every direction.</param>
    /// <param name="padding">Room on every side that is never the largest.</param>
    /// <param name="ceil">Whether a last window may stand over the end.</param>
    public GraphValue MaxPool(GraphValue x, long kernel, long stride, long padding = 0, bool ceil = false)
    {
        var directions = Directions(x);
        return Add(
            "MaxPool",
            [x],
            ("kernel_shape", Numbers(Each(kernel, directions))),
            ("strides", Numbers(Each(stride, directions))),
            ("pads", Numbers(Each(padding, directions * 2))),
            ("ceil_mode", ceil ? 1L : null));
    }

    /// <summary>torch.nn.AvgPool2d (or 1d, 3d); zeros of the padding are counted, as torch does.</summary>
    /// <param name="x">[batch, channels, …].</param>
    /// <param name="kernel">The window, in every direction.</param>
    /// <param name="stride">Step, in every direction.</param>
    /// <param name="padding">Zeros on every side.</param>
    public GraphValue AvgPool(GraphValue x, long kernel, long stride, long padding = 0)
    {
        var directions = Directions(x);
        return Add(
            "AveragePool",
            [x],
            ("kernel_shape", Numbers(Each(kernel, directions))),
            ("strides", Numbers(Each(stride, directions))),
            ("pads", Numbers(Each(padding, directions * 2))),
            ("count_include_pad", padding > 0 ? 1L : null));
    }

    /// <summary>torch.nn.AdaptiveAvgPool2d(1): the mean of every channel, [batch, channels, 1, …].</summary>
    public GraphValue GlobalAvgPool(GraphValue x) => Add("GlobalAveragePool", [x]);

    private static int Directions(GraphValue x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= 3 ? x.Rank - 2 : throw new ArgumentException($"{x} is no batch of channels: [batch, channels, …] is wanted.", nameof(x));
    }

    private static long[] Each(long number, int count)
    {
        var each = new long[count];
        Array.Fill(each, number);
        return each;
    }

    private static ImmutableArray<long>? Numbers(ReadOnlySpan<long> numbers) => numbers.IsEmpty ? null : ImmutableArray.Create(numbers);
}
