using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Operators that make tensors from settings and sizes.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Constants() =>
    [
        .. Same(Measured, "Shape"),
        .. Same(c => c.Give(TensorType.Int64, [], [GraphValue.Product(c.Shape(0))]), "Size"),
        .. Same(Filled, "ConstantOfShape"),
        .. Same(Counted, "Range"),
        .. Same(c => c.Give(c.Type(0), c.Shape(0)), "Trilu"),
    ];

    private static void Measured(ShapeContext c)
    {
        var x = c.Shape(0);
        var (start, end) = (Within(c.Whole("start", 0), x.Length), Within(c.Whole("end", x.Length), x.Length));
        var sizes = x[start..Math.Max(start, end)];
        c.Give(TensorType.Int64, [sizes.Length], sizes);
    }

    private static int Within(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);

    private static void Filled(ShapeContext c)
    {
        var value = c.Node.Attributes.TryGetValue("value", out var set) ? KnownValues.Of((OnnxInitializer)set) : new(TensorType.Float32, [1]);
        var shape = c.Whole(0);
        var whole = value.Whole is [var one] && shape is [{ IsKnown: true, Known: <= 16 and var count }] ? [.. Enumerable.Repeat(one, (int)count)] : default(ImmutableArray<Dim>);
        c.Give(value.Type, shape, whole);
    }

    private static void Counted(ShapeContext c)
    {
        if (c.Type(0) is not (TensorType.Int64 or TensorType.Int32))
        {
            throw new ShapeUnknownException("a range of fractions has no formula.");
        }

        var (start, end, step) = (c.Whole(0)[0], c.Whole(1)[0], c.Numbers(2)[0]);
        ShapeContext.Want(step > 0, "a range that falls is not followed.");
        c.Give(c.Type(0), [(end - start + (step - 1)) / step]);
    }
}
