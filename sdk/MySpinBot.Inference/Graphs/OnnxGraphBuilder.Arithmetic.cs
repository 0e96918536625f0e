using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Arithmetic of tensors, whose shapes are broadcast against each other as numpy does; sums over axes; types.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>a + b.</summary>
    public GraphValue Add(GraphValue a, GraphValue b) => Add("Add", [a, b]);

    /// <summary>a + number.</summary>
    public GraphValue Add(GraphValue a, double number) => Add("Add", [a, Like(a, number)]);

    /// <summary>a − b.</summary>
    public GraphValue Sub(GraphValue a, GraphValue b) => Add("Sub", [a, b]);

    /// <summary>a · b, number by number.</summary>
    public GraphValue Mul(GraphValue a, GraphValue b) => Add("Mul", [a, b]);

    /// <summary>a / b.</summary>
    public GraphValue Div(GraphValue a, GraphValue b) => Add("Div", [a, b]);

    /// <summary>x to the power of a number.</summary>
    public GraphValue Pow(GraphValue x, double exponent) => Add("Pow", [x, Like(x, exponent)]);

    /// <summary>x · factor.</summary>
    public GraphValue Scale(GraphValue x, float factor) => Add("Mul", [x, Like(x, factor)]);

    /// <summary>The larger of two.</summary>
    public GraphValue Maximum(GraphValue a, GraphValue b) => Add("Max", [a, b]);

    /// <summary>The smaller of two.</summary>
    public GraphValue Minimum(GraphValue a, GraphValue b) => Add("Min", [a, b]);

    /// <summary>Whether both are the same, as Bool.</summary>
    public GraphValue Equal(GraphValue a, GraphValue b) => Add("Equal", [a, b]);

    /// <summary>Whether a is less than b, as Bool.</summary>
    public GraphValue Less(GraphValue a, GraphValue b) => Add("Less", [a, b]);

    /// <summary>One where the condition (Bool) holds, the other elsewhere.</summary>
    public GraphValue Where(GraphValue condition, GraphValue one, GraphValue other) => Add("Where", [condition, one, other]);

    /// <summary>The same numbers in another type; the value itself where it has that type.</summary>
    public GraphValue Cast(GraphValue x, TensorType type)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Type == type ? x : Add("Cast", [x], ("to", type.ToOnnx()));
    }

    /// <summary>The same numbers in the computing type: what a graph in half precision does with what comes in as Float32.</summary>
    public GraphValue ToCompute(GraphValue x) => Cast(x, Compute);

    /// <summary>Mean over axes, or over all numbers where none is named.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="axes">Over which; null for all.</param>
    /// <param name="keep">Whether those axes stay, with the size 1.</param>
    public GraphValue Mean(GraphValue x, ReadOnlySpan<int> axes = default, bool keep = false) => Reduce("ReduceMean", x, axes, keep);

    /// <summary>Sum over axes, or over all numbers where none is named.</summary>
    public GraphValue Sum(GraphValue x, ReadOnlySpan<int> axes = default, bool keep = false) => Reduce("ReduceSum", x, axes, keep);

    /// <summary>Largest number over axes, or over all numbers where none is named.</summary>
    public GraphValue Max(GraphValue x, ReadOnlySpan<int> axes = default, bool keep = false) => Reduce("ReduceMax", x, axes, keep);

    /// <summary>Where along an axis the largest number is, as Int64.</summary>
    public GraphValue ArgMax(GraphValue x, int axis, bool keep = false) => Add("ArgMax", [x], ("axis", (long)axis), ("keepdims", keep ? 1L : 0L));

    /// <summary>x / (‖x‖₂ + epsilon) over an axis.</summary>
    public GraphValue L2Normalise(GraphValue x, int axis, float epsilon) => Div(x, Add(Reduce("ReduceL2", x, [axis], keep: true), epsilon));

    private GraphValue Like(GraphValue x, double number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Constant(number, x.Type);
    }

    private GraphValue Reduce(string opType, GraphValue x, ReadOnlySpan<int> axes, bool keep)
        => Add(opType, [x, axes.IsEmpty ? null : Axes(axes)], ("keepdims", keep ? 1L : 0L));

    private GraphValue Axes(ReadOnlySpan<int> axes)
    {
        var wide = new long[axes.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = axes[i];
        }

        return Constant(wide);
    }
}
