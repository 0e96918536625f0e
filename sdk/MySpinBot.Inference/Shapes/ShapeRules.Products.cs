using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Products of matrices.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Products() =>
    [
        .. Same(c => Multiplied(c, c.Shape(0), c.Shape(1)), "MatMul"),
        .. Same(c => Multiplied(c, Turned(c.Shape(0), c.Whole("transA", 0) == 1), Turned(c.Shape(1), c.Whole("transB", 0) == 1)), "com.microsoft.FusedMatMul"),
        .. Same(General, "Gemm"),
    ];

    private static ImmutableArray<Dim> Turned(ImmutableArray<Dim> shape, bool turned)
        => turned && shape.Length >= 2 ? [.. shape[..^2], shape[^1], shape[^2]] : shape;

    // [.., rows, inner] × [.., inner, columns] → [.., rows, columns]
    private static void Multiplied(ShapeContext c, ImmutableArray<Dim> a, ImmutableArray<Dim> b)
    {
        ShapeContext.Want(a.Length >= 1 && b.Length >= 1, "single numbers have no matrix product.");
        ShapeContext.Want(c.Type(0) == c.Type(1), $"{c.Type(0)} and {c.Type(1)} are not of one type; cast one of them.");
        ImmutableArray<Dim> rows = a.Length == 1 ? [] : [a[^2]], columns = b.Length == 1 ? [] : [b[^1]];
        var inner = b.Length == 1 ? b[0] : b[^2];
        ShapeContext.Want(a[^1].MayBe(inner), $"{a[^1]} columns meet {inner} rows.");
        c.Give(c.Type(0), [.. Broadcast(a.Length < 2 ? [] : a[..^2], b.Length < 2 ? [] : b[..^2]), .. rows, .. columns]);
    }

    private static void General(ShapeContext c)
    {
        ShapeContext.Want(c.Shape(0).Length == 2 && c.Shape(1).Length == 2, "two matrices are wanted.");
        ShapeContext.Want(c.Type(0) == c.Type(1), $"{c.Type(0)} and {c.Type(1)} are not of one type; cast one of them.");
        var (a, b) = (Turned(c.Shape(0), c.Whole("transA", 0) == 1), Turned(c.Shape(1), c.Whole("transB", 0) == 1));
        ShapeContext.Want(a[1].MayBe(b[0]), $"{a[1]} columns meet {b[0]} rows.");
        if (c.Has(2))
        {
            var sum = Broadcast([a[0], b[1]], c.Shape(2));
            ShapeContext.Want(sum.Length == 2 && sum[0].MayBe(a[0]) && sum[1].MayBe(b[1]), $"{GraphValue.Text(c.Shape(2))} cannot be added to [{a[0]}, {b[1]}].");
        }

        c.Give(c.Type(0), [a[0], b[1]]);
    }
}
