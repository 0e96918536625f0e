using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Pictures made larger and smaller.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>torch.nn.PixelShuffle: [batch, c·r², h, w] → [batch, c, h·r, w·r].</summary>
    public GraphValue PixelShuffle(GraphValue x, int factor) => Add("DepthToSpace", [x], ("blocksize", (long)factor), ("mode", "CRD"));

    /// <summary>torch.nn.PixelUnshuffle: [batch, c, h·r, w·r] → [batch, c·r², h, w], channels in the order c·r² + dy·r + dx.</summary>
    public GraphValue PixelUnshuffle(GraphValue x, int factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4 || !x.Shape[1].IsKnown)
        {
            throw new ArgumentException($"PixelUnshuffle wants [batch, channels, height, width] with a known number of channels, not {x}.", nameof(x));
        }

        // ONNX's SpaceToDepth gives the channels in the order (dy, dx, c).
        var (channels, area) = (x.Shape[1].Known, (long)factor * factor);
        var parted = Add("SpaceToDepth", [x], ("blocksize", (long)factor));
        var order = new long[channels * area];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (i % area * channels) + (i / area);
        }

        return channels == 1 ? parted : IndexSelect(parted, 1, Constant(order));
    }

    /// <summary>Nearest neighbour, factor times larger: [batch, channels, h, w] → [batch, channels, h·factor, w·factor].</summary>
    public GraphValue UpsampleNearest(GraphValue x, int factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        var factors = new double[x.Rank];
        Array.Fill(factors, factor, 2, x.Rank - 2);
        Array.Fill(factors, 1, 0, 2);
        return Add(
            "Resize",
            [x, null, Constant(Array.ConvertAll(factors, each => each), Checkpoints.TensorType.Float32, [x.Rank])],
            ("mode", "nearest"),
            ("coordinate_transformation_mode", "asymmetric"),
            ("nearest_mode", "floor"));
    }

    /// <summary>torch.nn.functional.interpolate(mode="nearest") to a size: each pixel is that at ⌊at · size before / size after⌋.</summary>
    /// <param name="x">[batch, channels, …].</param>
    /// <param name="size">Of every axis behind the channels.</param>
    public GraphValue InterpolateNearest(GraphValue x, params ReadOnlySpan<Dim> size)
        => Resize(x, size, ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    /// <summary>torch.nn.functional.interpolate(mode="bilinear") to a size: [batch, channels, h, w].</summary>
    /// <param name="x">The pictures.</param>
    /// <param name="alignCorners">Whether the centres of the corners fall on each other, rather than the corners.</param>
    /// <param name="size">Height and width.</param>
    public GraphValue InterpolateBilinear(GraphValue x, bool alignCorners, params ReadOnlySpan<Dim> size)
        => Resize(x, size, ("mode", "linear"), ("coordinate_transformation_mode", alignCorners ? "align_corners" : "pytorch_half_pixel"));

    private GraphValue Resize(GraphValue x, ReadOnlySpan<Dim> size, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Add("Resize", [x, null, null, Sizes([.. x.Shape[..2], .. size])], attributes);
    }
}
