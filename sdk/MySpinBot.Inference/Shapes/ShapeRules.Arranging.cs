using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>Operators that give the same numbers another shape or order.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Arranging() =>
    [
        .. Same(Reshaped, "Reshape"),
        .. Same(Transposed, "Transpose"),
        .. Same(Squeezed, "Squeeze"),
        .. Same(Unsqueezed, "Unsqueeze"),
        .. Same(Flattened, "Flatten"),
        .. Same(Joined, "Concat"),
        .. Same(Expanded, "Expand"),
        .. Same(Tiled, "Tile"),
        .. Same(Padded, "Pad"),
        .. Same(c => Rearranged(c, c.Whole("blocksize", 1), larger: true), "DepthToSpace"),
        .. Same(c => Rearranged(c, c.Whole("blocksize", 1), larger: false), "SpaceToDepth"),
    ];

    private static void Reshaped(ShapeContext c)
    {
        var x = c.Input(0);
        var wanted = c.Sets("shape") ? [.. c.Axes(1, "shape")!.Select(size => (Dim)size)] : c.Whole(1);
        var zeros = c.Whole("allowzero", 0) == 0;
        ShapeContext.Want(wanted.Count(size => size == -1) <= 1, $"{GraphValue.Text(wanted)} leaves more than one size open.");
        var shape = wanted.Select((size, i) => size == 0 && zeros ? (i < x.Rank ? x.Shape[i] : throw new ArgumentException($"there is no dimension {i} to keep.")) : size).ToImmutableArray();
        c.Give(x.Type, Filled(x.Shape, shape), x.Whole);
    }

    /// <summary>A shape whose one open size (−1) is what is left of the numbers of another shape.</summary>
    /// <exception cref="ArgumentException">They do not have the same number of numbers.</exception>
    public static ImmutableArray<Dim> Filled(ImmutableArray<Dim> from, ImmutableArray<Dim> shape)
    {
        var open = shape.IndexOf(-1);
        var (all, rest) = (GraphValue.Product(from), GraphValue.Product(open < 0 ? shape : shape.RemoveAt(open)));
        if (open < 0)
        {
            ShapeContext.Want(all.MayBe(rest), $"{GraphValue.Text(from)} has {all} numbers, {GraphValue.Text(shape)} has {rest}.");
            return shape;
        }

        // Sizes that stand in both go first: what is left is often small enough to divide.
        var (ours, theirs) = (from.ToList(), shape.RemoveAt(open).ToList());
        foreach (var size in from)
        {
            if (theirs.Remove(size))
            {
                ours.Remove(size);
            }
        }

        (all, rest) = (GraphValue.Product([.. ours]), GraphValue.Product([.. theirs]));
        if (rest.IsKnown)
        {
            var known = rest.Known == 0 ? throw new ArgumentException("a tensor without numbers leaves an open size undetermined.") : rest.Known;
            ShapeContext.Want(!all.IsKnown || all.Known % known == 0, $"{GraphValue.Text(from)} cannot be parted into {GraphValue.Text(shape)}: {known} does not divide {all}.");
            return shape.SetItem(open, all / known);
        }

        return all.Sum.Without(rest.Sum) is { } left
            ? shape.SetItem(open, Dim.From(left))
            : throw new ShapeUnknownException($"{GraphValue.Text(from)} over {GraphValue.Text(shape)} leaves a size that has no formula; name it instead of −1.");
    }

    private static void Transposed(ShapeContext c)
    {
        var x = c.Shape(0);
        var order = c.Sets("perm") ? c.Each("perm", x.Length, 0) : [.. Enumerable.Range(0, x.Length).Reverse().Select(axis => (long)axis)];
        ShapeContext.Want(order.Order().SequenceEqual(Enumerable.Range(0, x.Length).Select(axis => (long)axis)), $"[{string.Join(", ", order)}] is no order of {x.Length} dimensions.");
        c.Give(c.Type(0), [.. order.Select(axis => x[(int)axis])]);
    }

    private static void Squeezed(ShapeContext c)
    {
        var x = c.Shape(0);
        var axes = c.Axes(1)?.Select(axis => ShapeContext.Axis(axis, x.Length)).ToHashSet();
        foreach (var axis in axes ?? [])
        {
            ShapeContext.Want(x[axis].MayBe(1), $"the dimension {axis} of {GraphValue.Text(x)} is not 1.");
        }

        c.Give(c.Type(0), [.. x.Where((size, axis) => axes is null ? size != 1 : !axes.Contains(axis))], c.Input(0).Whole);
    }

    private static void Unsqueezed(ShapeContext c)
    {
        var x = c.Shape(0);
        var axes = c.Axes(1) ?? throw new ArgumentException("its axes are missing.");
        var places = axes.Select(axis => ShapeContext.Axis(axis, x.Length + axes.Length)).Order().ToArray();
        ShapeContext.Want(places.Distinct().Count() == places.Length, "an axis is named twice.");
        var shape = x;
        foreach (var place in places)
        {
            shape = shape.Insert(place, 1);
        }

        c.Give(c.Type(0), shape, c.Input(0).Whole);
    }

    private static void Flattened(ShapeContext c)
    {
        var x = c.Shape(0);
        var at = c.Whole("axis", 1) is var axis && axis == x.Length ? x.Length : ShapeContext.Axis(axis, x.Length);
        c.Give(c.Type(0), [GraphValue.Product(x[..at]), GraphValue.Product(x[at..])]);
    }

    private static void Joined(ShapeContext c)
    {
        var first = c.Input(0);
        var axis = ShapeContext.Axis(c.Whole("axis", 1), first.Rank);
        var shape = first.Shape;
        var whole = first.Whole;
        for (var input = 1; input < c.Count; input++)
        {
            var next = c.Input(input);
            ShapeContext.Want(next.Type == first.Type, $"{next.Type} and {first.Type} are not of one type.");
            ShapeContext.Want(next.Rank == first.Rank, $"{GraphValue.Text(next.Shape)} and {GraphValue.Text(first.Shape)} do not have the same number of dimensions.");
            shape = [.. shape.Select((size, i) => i == axis ? size + next.Shape[i] : Agreed(size, next.Shape[i], () => $"{GraphValue.Text(next.Shape)} and {GraphValue.Text(first.Shape)} differ beside axis {axis}."))];
            whole = whole.IsDefault || next.Whole.IsDefault || first.Rank > 1 ? default : whole.AddRange(next.Whole);
        }

        c.Give(first.Type, shape, first.Rank > 1 ? default : whole);
    }

    private static void Expanded(ShapeContext c)
    {
        var shape = Broadcast(c.Shape(0), c.Whole(1));
        c.Give(c.Type(0), shape, c.Input(0).Whole is [var one] && shape is [{ IsKnown: true, Known: <= 16 and var count }] ? [.. Enumerable.Repeat(one, (int)count)] : default);
    }

    private static void Tiled(ShapeContext c)
    {
        var (x, times) = (c.Shape(0), c.Whole(1));
        ShapeContext.Want(times.Length == x.Length, "a count for each dimension is wanted.");
        c.Give(c.Type(0), [.. x.Zip(times, (size, count) => size * count)]);
    }

    private static void Padded(ShapeContext c)
    {
        var x = c.Shape(0);
        var axes = c.Has(3) ? c.Numbers(3).Select(axis => ShapeContext.Axis(axis, x.Length)).ToArray() : [.. Enumerable.Range(0, x.Length)];
        var pads = c.Has(1) ? c.Whole(1) : [.. (c.Axes(1, "pads") ?? throw new ArgumentException("its pads are missing.")).Select(pad => (Dim)pad)];
        ShapeContext.Want(pads.Length == axes.Length * 2, $"{axes.Length * 2} pads are wanted, begins before ends, not {pads.Length}.");
        var shape = x.ToBuilder();
        for (var i = 0; i < axes.Length; i++)
        {
            var (begin, end, size) = (pads[i], pads[i + axes.Length], x[axes[i]]);
            ShapeContext.Want(
                c.Word("mode", "constant") != "reflect" || !size.IsKnown || !begin.IsKnown || !end.IsKnown || (begin.Known < size.Known && end.Known < size.Known),
                $"{size} numbers cannot be reflected {begin} and {end} times.");
            shape[axes[i]] = size + begin + end;
        }

        c.Give(c.Type(0), shape.ToImmutable());
    }

    // Larger: [batch, c·r², h, w] → [batch, c, h·r, w·r]; smaller: the other way.
    private static void Rearranged(ShapeContext c, long block, bool larger)
    {
        var x = c.Shape(0);
        ShapeContext.Want(x.Length == 4 && block > 0, "[batch, channels, height, width] is wanted.");
        var parted = larger ? x[1..2] : x[2..];
        var by = larger ? block * block : block;
        ShapeContext.Want(parted.All(size => !size.IsKnown || size.Known % by == 0), $"{GraphValue.Text(x)} cannot be parted by {by}.");
        c.Give(c.Type(0), larger ? [x[0], x[1] / by, x[2] * block, x[3] * block] : [x[0], x[1] * (block * block), x[2] / block, x[3] / block]);
    }
}
