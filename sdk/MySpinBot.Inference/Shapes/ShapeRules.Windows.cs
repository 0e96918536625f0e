using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Operators that go over a tensor with a window: convolutions and pools. x is [batch, channels, …].</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Windows() =>
    [
        .. Same(Convolved, "Conv", "com.microsoft.FusedConv"),
        .. Same(ConvolvedTransposed, "ConvTranspose"),
        .. Same(Pooled, "MaxPool", "AveragePool", "LpPool"),
        .. Same(c => c.Give(c.Type(0), [.. c.Shape(0)[..2], .. c.Shape(0)[2..].Select(_ => (Dim)1)]), "GlobalAveragePool", "GlobalMaxPool"),
    ];

    private static void Convolved(ShapeContext c)
    {
        var (x, w, groups) = (c.Shape(0), c.Shape(1), c.Whole("group", 1));
        ShapeContext.Want(x.Length >= 3 && w.Length == x.Length, "x and weights want the same number of dimensions, at least three.");
        ShapeContext.Want(c.Type(0) == c.Type(1), $"{c.Type(0)} and {c.Type(1)} are not of one type; cast one of them.");
        ShapeContext.Want(x[1].MayBe(w[1] * groups), $"the weights {GraphValue.Text(w)} are for {w[1] * groups} channels, not {x[1]}.");
        ShapeContext.Want(!w[0].IsKnown || w[0].Known % groups == 0, $"{w[0]} channels cannot be parted into {groups} groups.");
        ShapeContext.Want(!c.Has(2) || (c.Shape(2) is [var bias] && bias.MayBe(w[0])), $"a bias of [{w[0]}] is wanted.");
        var kernel = w[2..].All(size => size.IsKnown) ? w[2..].Select(size => size.Known).ToImmutableArray() : c.Each("kernel_shape", x.Length - 2, 1);
        c.Give(c.Type(0), [x[0], w[0], .. Slid(c, x[2..], kernel, ceil: false)]);
    }

    // How many places a window has: ⌊(size + pads − dilation · (kernel − 1) − 1) / stride⌋ + 1.
    private static IEnumerable<Dim> Slid(ShapeContext c, ImmutableArray<Dim> sizes, ImmutableArray<long> kernel, bool ceil)
    {
        var (strides, dilations, pads) = (c.Each("strides", sizes.Length, 1), c.Each("dilations", sizes.Length, 1), c.Each("pads", sizes.Length * 2, 0));
        ShapeContext.Want(strides.All(stride => stride > 0) && dilations.All(dilation => dilation > 0), "strides and dilations are at least 1.");
        for (var i = 0; i < sizes.Length; i++)
        {
            var reach = (dilations[i] * (kernel[i] - 1)) + 1;
            var places = c.Word("auto_pad", "NOTSET") switch
            {
                "SAME_UPPER" or "SAME_LOWER" => (sizes[i] + strides[i] - 1) / strides[i],
                "VALID" => ((sizes[i] - reach) / strides[i]) + 1,
                _ => ((sizes[i] + pads[i] + pads[i + sizes.Length] - reach + (ceil ? strides[i] - 1 : 0)) / strides[i]) + 1,
            };

            ShapeContext.Want(!places.IsKnown || places.Known > 0, $"a window of {reach} does not fit into {sizes[i]} with {pads[i]} + {pads[i + sizes.Length]} around it.");

            // A last window that would begin in the padding at the end is left out, as torch does.
            if (ceil && places.IsKnown && sizes[i].IsKnown && (places.Known - 1) * strides[i] >= sizes[i].Known + pads[i])
            {
                places -= 1;
            }

            yield return places;
        }
    }

    private static void Pooled(ShapeContext c)
    {
        var x = c.Shape(0);
        ShapeContext.Want(x.Length >= 3, "a batch of channels is wanted.");
        var pooled = x[..2].AddRange(Slid(c, x[2..], c.Each("kernel_shape", x.Length - 2, 1), c.Whole("ceil_mode", 0) == 1));
        c.Give(c.Type(0), pooled);
        if (c.Node.Outputs.Length > 1)
        {
            c.Give(Checkpoints.TensorType.Int64, pooled);
        }
    }

    private static void ConvolvedTransposed(ShapeContext c)
    {
        var (x, w, groups, directions) = (c.Shape(0), c.Shape(1), c.Whole("group", 1), c.Shape(0).Length - 2);
        ShapeContext.Want(x.Length >= 3 && w.Length == x.Length, "x and weights want the same number of dimensions, at least three.");
        ShapeContext.Want(c.Type(0) == c.Type(1), $"{c.Type(0)} and {c.Type(1)} are not of one type; cast one of them.");
        ShapeContext.Want(x[1].MayBe(w[0]), $"the weights {GraphValue.Text(w)} are for {w[0]} channels, not {x[1]}.");
        ShapeContext.Want(!c.Has(2) || (c.Shape(2) is [var bias] && bias.MayBe(w[1] * groups)), $"a bias of [{w[1] * groups}] is wanted.");
        var (strides, dilations, pads, more) = (c.Each("strides", directions, 1), c.Each("dilations", directions, 1), c.Each("pads", directions * 2, 0), c.Each("output_padding", directions, 0));
        var same = c.Word("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER";
        var sizes = Enumerable.Range(0, directions).Select(i => same
            ? x[i + 2] * strides[i]
            : ((x[i + 2] - 1) * strides[i]) + more[i] + ((w[i + 2] - 1) * dilations[i]) + 1 - pads[i] - pads[i + directions]);
        c.Give(c.Type(0), [x[0], w[1] * groups, .. c.Sets("output_shape") ? c.Each("output_shape", directions, 1).Select(size => (Dim)size) : sizes]);
    }
}
