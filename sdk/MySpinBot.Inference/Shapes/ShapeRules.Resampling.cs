namespace MySpinBot.Inference;

/// <content>Operators that make pictures larger or smaller.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Resampling() =>
    [
        .. Same(Resized, "Resize"),
        .. Same(c => Scaled(c, c.Sets("scales") ? [.. (System.Collections.Immutable.ImmutableArray<float>)c.Node.Attributes["scales"]] : [.. c.Floats(1)], null), "Upsample"),
    ];

    private static void Resized(ShapeContext c)
    {
        var x = c.Shape(0);
        var axes = c.Sets("axes") ? c.Axes(99)!.Select(axis => ShapeContext.Axis(axis, x.Length)).ToArray() : null;
        if (c.Has(3))
        {
            ShapeContext.Want(c.Word("keep_aspect_ratio_policy", "stretch") == "stretch", "sizes that keep the aspect ratio are not followed.");
            var (sizes, shape) = (c.Whole(3), x.ToBuilder());
            ShapeContext.Want(sizes.Length == (axes?.Length ?? x.Length), "a size for each dimension is wanted.");
            for (var i = 0; i < sizes.Length; i++)
            {
                shape[axes?[i] ?? i] = sizes[i];
            }

            c.Give(c.Type(0), shape.ToImmutable());
            return;
        }

        // Until version 10 the factors were the second input, afterwards the third.
        Scaled(c, [.. c.Floats(c.Opset < 11 ? 1 : 2)], axes);
    }

    private static void Scaled(ShapeContext c, float[] factors, int[]? axes)
    {
        var (x, shape) = (c.Shape(0), c.Shape(0).ToBuilder());
        ShapeContext.Want(factors.Length == (axes?.Length ?? x.Length), "a factor for each dimension is wanted.");
        for (var i = 0; i < factors.Length; i++)
        {
            var (axis, factor) = (axes?[i] ?? i, factors[i]);
            shape[axis] = x[axis].IsKnown ? (long)Math.Floor(x[axis].Known * (double)factor)
                : factor == MathF.Round(factor) ? x[axis] * (long)factor
                : 1 / factor == MathF.Round(1 / factor) ? x[axis] / (long)(1 / factor)
                : throw new ShapeUnknownException($"a size that is {factor} times {x[axis]} has no formula.");
        }

        c.Give(c.Type(0), shape.ToImmutable());
    }
}
