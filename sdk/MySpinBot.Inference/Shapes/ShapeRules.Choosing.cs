using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Operators that take a part of a tensor, or bring many numbers to few.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Choosing() =>
    [
        .. Same(Sliced, "Slice"),
        .. Same(Split, "Split"),
        .. Same(Gathered, "Gather"),
        .. Same(c => c.Give(c.Type(0), c.Shape(1)), "GatherElements"),
        .. Same(Reduced, "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"),
        .. Same(Largest, "ArgMax", "ArgMin"),
        .. Same(TopOnes, "TopK"),
    ];

    private static void Sliced(ShapeContext c)
    {
        var x = c.Input(0);
        var (starts, ends) = c.Sets("starts") ? (Dims(c.Axes(9, "starts")!), Dims(c.Axes(9, "ends")!)) : (c.Whole(1), c.Whole(2));
        var axes = c.Axes(3)?.Select(axis => ShapeContext.Axis(axis, x.Rank)).ToArray() ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = c.Has(4) ? c.Numbers(4) : [.. Enumerable.Repeat(1L, starts.Length)];
        ShapeContext.Want(starts.Length == ends.Length && axes.Length == starts.Length && steps.Length == starts.Length && !steps.Contains(0), "starts, ends, axes and steps do not fit each other.");
        var (shape, whole) = (x.Shape.ToBuilder(), x.Whole);
        for (var i = 0; i < axes.Length; i++)
        {
            var (size, count) = (x.Shape[axes[i]], Taken(x.Shape[axes[i]], starts[i], ends[i], steps[i]));
            shape[axes[i]] = count;
            whole = whole.IsDefault || x.Rank != 1 || !starts[i].IsKnown || !count.IsKnown ? default : Picked(whole, size, starts[i].Known, steps[i], count.Known);
        }

        c.Give(x.Type, shape.ToImmutable(), whole);
    }

    private static ImmutableArray<Dim> Dims(long[] numbers) => [.. numbers.Select(number => (Dim)number)];

    private static ImmutableArray<Dim> Picked(ImmutableArray<Dim> from, Dim size, long start, long step, long count)
    {
        var first = start < 0 ? Math.Max(0, start + size.Known) : Math.Min(start, step > 0 ? size.Known : size.Known - 1);
        return [.. Enumerable.Range(0, (int)count).Select(i => from[(int)(first + (i * step))])];
    }

    // How many numbers start:end:step takes of a size, ends clamped as numpy does.
    private static Dim Taken(Dim size, Dim start, Dim end, long step)
    {
        if (size.IsKnown && start.IsKnown && end.IsKnown)
        {
            var (n, s, e) = (size.Known, start.Known, end.Known);
            var (low, high) = step > 0 ? (0L, n) : (-1L, n - 1);
            s = Math.Clamp(s < 0 ? s + n : s, step > 0 ? 0 : low, high);
            e = Math.Clamp(e < -n ? low : e < 0 ? e + n : e, low, high);
            return Math.Max(0, (e - s + step - Math.Sign(step)) / step);
        }

        ShapeContext.Want(step > 0, "a size that the run brings cannot be gone through backwards before the run.");
        var first = start.IsKnown && start.Known < 0 ? size + start : start;
        var last = end.IsKnown && end.Known < 0 ? size + end : end.IsKnown && end.Known >= int.MaxValue ? size : end;
        return (last - first + (step - 1)) / step;
    }

    private static void Split(ShapeContext c)
    {
        var x = c.Shape(0);
        var axis = ShapeContext.Axis(c.Whole("axis", 0), x.Length);
        var parts = c.Node.Outputs.Length;
        if ((c.Has(1) || c.Sets("split")) && c.Axes(1, "split") is { } sizes)
        {
            ShapeContext.Want(sizes.Length == parts && x[axis].MayBe(sizes.Sum()), $"{x[axis]} cannot be parted into {string.Join(" + ", sizes)}.");
            Array.ForEach(sizes, size => c.Give(c.Type(0), x.SetItem(axis, size)));
            return;
        }

        // The last part is smaller where they cannot be equal.
        var each = (x[axis] + (parts - 1)) / parts;
        for (var part = 0; part < parts; part++)
        {
            c.Give(c.Type(0), x.SetItem(axis, part < parts - 1 ? each : x[axis] - (each * (parts - 1))));
        }
    }

    private static void Gathered(ShapeContext c)
    {
        var (x, chosen) = (c.Input(0), c.Input(1));
        ShapeContext.Want(chosen.Type is TensorType.Int64 or TensorType.Int32, $"indices are whole numbers, not {chosen.Type}.");
        var axis = ShapeContext.Axis(c.Whole("axis", 0), x.Rank);
        var whole = x.Whole.IsDefault || x.Rank != 1 || chosen.Whole.IsDefault || !chosen.Whole.All(at => at.IsKnown) ? default
            : chosen.Whole.Select(at => x.Whole[ShapeContext.Axis(at.Known, x.Whole.Length)]).ToImmutableArray();
        c.Give(x.Type, [.. x.Shape[..axis], .. chosen.Shape, .. x.Shape[(axis + 1)..]], whole);
    }

    private static void Reduced(ShapeContext c)
    {
        var x = c.Shape(0);
        var axes = c.Axes(1)?.Select(axis => ShapeContext.Axis(axis, x.Length)).ToHashSet() ?? [];
        if (axes.Count == 0 && c.Whole("noop_with_empty_axes", 0) == 1)
        {
            c.Give(c.Type(0), x);
            return;
        }

        c.Give(c.Type(0), Without(x, axis => axes.Count == 0 || axes.Contains(axis), c.Whole("keepdims", 1) == 1));
    }

    private static ImmutableArray<Dim> Without(ImmutableArray<Dim> x, Func<int, bool> gone, bool keep)
        => [.. x.Select((size, axis) => (Size: gone(axis) ? (Dim)1 : size, Stays: keep || !gone(axis))).Where(dim => dim.Stays).Select(dim => dim.Size)];

    private static void Largest(ShapeContext c)
    {
        var x = c.Shape(0);
        var axis = ShapeContext.Axis(c.Whole("axis", 0), x.Length);
        c.Give(TensorType.Int64, Without(x, other => other == axis, c.Whole("keepdims", 1) == 1));
    }

    private static void TopOnes(ShapeContext c)
    {
        var x = c.Shape(0);
        var count = c.Sets("k") ? c.Whole("k", 1) : c.Whole(1)[0];
        var shape = x.SetItem(ShapeContext.Axis(c.Whole("axis", -1), x.Length), count);
        c.Give(c.Type(0), shape);
        c.Give(TensorType.Int64, shape);
    }
}
