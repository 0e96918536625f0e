using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <content>The same numbers in another shape or order, and parts of them.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>Another shape for the same numbers; −1 once for what is left over. Sizes may be of the run: <c>x.Shape[2] * x.Shape[3]</c>.</summary>
    public GraphValue Reshape(GraphValue x, params ReadOnlySpan<Dim> shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImmutableArray<Dim> filled;
        try
        {
            filled = ShapeRules.Filled(x.Shape, [.. shape]);
        }
        catch (Exception wrong) when (wrong is ArgumentException or ShapeUnknownException)
        {
            throw new ArgumentException($"Reshape at '{Here("Reshape")}' cannot take {x}: {wrong.Message}", wrong);
        }

        // What it is told leaves out what it finds by itself, so the rule would know less than is known here.
        var node = Place("Reshape", [x, Target(x, filled)], 1, Nothing, "");
        return Know(node.Outputs[0], new(x.Type, filled, _known[x.Name].Whole));
    }

    /// <summary>torch.permute.</summary>
    public GraphValue Transpose(GraphValue x, params ReadOnlySpan<int> order)
    {
        var wide = ImmutableArray.CreateBuilder<long>(order.Length);
        foreach (var axis in order)
        {
            wide.Add(axis);
        }

        return Add("Transpose", [x], ("perm", wide.MoveToImmutable()));
    }

    /// <summary>Axes of size 1 put in, counted in the result.</summary>
    public GraphValue Unsqueeze(GraphValue x, params ReadOnlySpan<int> axes) => Add("Unsqueeze", [x, Axes(axes)]);

    /// <summary>Axes of size 1 taken out.</summary>
    public GraphValue Squeeze(GraphValue x, params ReadOnlySpan<int> axes) => Add("Squeeze", [x, Axes(axes)]);

    /// <summary>torch.flatten: the axes from one to another become one.</summary>
    public GraphValue Flatten(GraphValue x, int from = 1, int to = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        var (first, last) = (ShapeContext.Axis(from, x.Rank), ShapeContext.Axis(to, x.Rank));
        return Reshape(x, [.. x.Shape[..first], GraphValue.Product(x.Shape[first..(last + 1)]), .. x.Shape[(last + 1)..]]);
    }

    /// <summary>Values one after the other along an axis.</summary>
    public GraphValue Concat(int axis, params ReadOnlySpan<GraphValue> values) => Add("Concat", [.. values], ("axis", (long)axis));

    /// <summary>x[…, start:end:step, …] along an axis; negative ends count from the last.</summary>
    public GraphValue Slice(GraphValue x, int axis, Dim start, Dim end, long step = 1)
        => Add("Slice", [x, Sizes([start]), Sizes([end]), Axes([axis]), step == 1 ? null : Constant([step])]);

    /// <summary>torch.split with sizes: parts one after the other along an axis.</summary>
    public ImmutableArray<GraphValue> Split(GraphValue x, int axis, params ReadOnlySpan<long> sizes)
        => [.. Add("Split", [x, Constant(sizes)], sizes.Length, ("axis", (long)axis))];

    /// <summary>torch.chunk: equal parts along an axis.</summary>
    public ImmutableArray<GraphValue> Chunk(GraphValue x, int parts, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        var size = x.Shape[ShapeContext.Axis(axis, x.Rank)];
        return !size.IsKnown || size.Known % parts == 0
            ? [.. Add("Split", [x], parts, ("axis", (long)axis), ("num_outputs", (long)parts))]
            : throw new ArgumentException($"{size} of {x} cannot be parted into {parts} equal chunks.", nameof(parts));
    }

    /// <summary>torch.expand: axes of size 1 repeated, without a copy in the file.</summary>
    public GraphValue Expand(GraphValue x, params ReadOnlySpan<Dim> shape) => Add("Expand", [x, Sizes([.. shape])]);

    /// <summary>torch.nn.Embedding: rows of a table [count, dim] by indices […] → […, dim].</summary>
    public GraphValue Embedding(GraphValue table, GraphValue indices) => Add("Gather", [table, indices], ("axis", 0L));

    /// <summary>torch.index_select: x at indices along an axis.</summary>
    public GraphValue IndexSelect(GraphValue x, int axis, GraphValue indices) => Add("Gather", [x, indices], ("axis", (long)axis));

    /// <summary>torch.gather: for every index of a tensor with as many dimensions as x, the number at it along an axis.</summary>
    public GraphValue Gather(GraphValue x, int axis, GraphValue indices) => Add("GatherElements", [x, indices], ("axis", (long)axis));

    /// <summary>torch.nn.functional.pad.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="pads">As torch counts them: begin and end of the last axis, then of the one before it, …</param>
    /// <param name="mode">What stands there.</param>
    /// <param name="value">What stands there with <see cref="PadMode.Constant"/>.</param>
    public GraphValue Pad(GraphValue x, ReadOnlySpan<Dim> pads, PadMode mode = PadMode.Constant, float value = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (pads.Length % 2 != 0 || pads.Length > x.Rank * 2)
        {
            throw new ArgumentException($"Pad of {x} wants two numbers for each axis, the last axis first, not {pads.Length}.", nameof(pads));
        }

        var all = new Dim[x.Rank * 2];
        for (var i = 0; i < pads.Length; i += 2)
        {
            all[x.Rank - 1 - (i / 2)] = pads[i];
            all[(x.Rank * 2) - 1 - (i / 2)] = pads[i + 1];
        }

        return Add(
            "Pad",
            [x, Sizes([.. all]), mode == PadMode.Constant && value != 0 ? Constant(value, x.Type) : null],
            ("mode", mode switch { PadMode.Reflect => "reflect", PadMode.Edge => "edge", _ => "constant" }));
    }
}

/// <summary>What stands beside the numbers of a tensor that is padded.</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The numbers mirrored at the edge, which is not repeated.</summary>
    Reflect,

    /// <summary>The number at the edge.</summary>
    Edge,
}
