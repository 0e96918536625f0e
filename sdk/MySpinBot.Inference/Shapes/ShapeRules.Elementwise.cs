using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Operators that work number by number.</content>
internal static partial class ShapeRules
{
    /// <summary>The shape that both have when they are broadcast against each other as numpy does.</summary>
    public static ImmutableArray<Dim> Broadcast(ImmutableArray<Dim> a, ImmutableArray<Dim> b)
    {
        var rank = Math.Max(a.Length, b.Length);
        var shape = ImmutableArray.CreateBuilder<Dim>(rank);
        for (var i = 0; i < rank; i++)
        {
            Dim one = i < rank - a.Length ? 1 : a[i - rank + a.Length];
            Dim other = i < rank - b.Length ? 1 : b[i - rank + b.Length];
            shape.Add(one == other || other == 1 ? one : one == 1 ? other : Agreed(one, other, () => $"{GraphValue.Text(a)} and {GraphValue.Text(b)} cannot be broadcast: {one} against {other}."));
        }

        return shape.MoveToImmutable();
    }

    /// <summary>The one of two sizes to go on with where both must be the same: the known one, else the simpler one.</summary>
    private static Dim Agreed(Dim one, Dim other, Func<string> otherwise)
    {
        ShapeContext.Want(one.MayBe(other), otherwise());
        return one.IsKnown ? one : other.IsKnown || other.ToString().Length < one.ToString().Length ? other : one;
    }

    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Elementwise() =>
    [
        .. Same(
            c => c.Give(c.Type(0), c.Shape(0)),
            "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Exp", "Log", "Sqrt", "Sin", "Cos", "Tan", "Erf", "Abs", "Reciprocal", "Floor", "Ceil", "Round", "Sign", "Softplus", "Softsign",
            "HardSwish", "HardSigmoid", "Elu", "Selu", "Celu", "Mish", "Gelu", "ThresholdedRelu", "Not", "LRN", "LpNormalization", "MeanVarianceNormalization", "CumSum", "Dropout", "Clip"),
        .. Same(c => c.Give(c.Type(0), c.Shape(0), c.Input(0).Whole), "Identity"),
        .. Same(c => c.Give(c.Type(0), c.Shape(0), Each(c.Input(0).Whole, x => x * -1)), "Neg"),
        .. Same(OverAnAxis, "Softmax", "LogSoftmax", "Hardmax"),
        .. Same(c => Normalised(c, (1, "scale"), (2, "bias"), (3, "mean"), (4, "variance")), "BatchNormalization"),
        .. Same(c => Normalised(c, (1, "scale"), (2, "bias")), "InstanceNormalization", "GroupNormalization"),
        .. Same(LayerNormalised, "LayerNormalization"),
        .. Same(c => c.Give(ShapeTypes.OfOnnx(c.Whole("to", 1)), c.Shape(0), c.Input(0).Whole), "Cast"),
    ];

    private static void OverAnAxis(ShapeContext c)
    {
        _ = ShapeContext.Axis(c.Whole("axis", c.Opset < 13 ? 1 : -1), c.Shape(0).Length);
        c.Give(c.Type(0), c.Shape(0));
    }

    // x [batch, channels, …], the others [channels]
    private static void Normalised(ShapeContext c, params (int Input, string Name)[] perChannel)
    {
        var x = c.Shape(0);
        ShapeContext.Want(x.Length >= 2, $"{GraphValue.Text(x)} has no channels.");
        foreach (var (input, name) in perChannel)
        {
            var shape = c.Shape(input);
            var groups = c.Node.OpType == "GroupNormalization" && c.Opset < 21 ? c.Whole("num_groups", 1) : x[1];
            ShapeContext.Want(shape.Length == 1 && shape[0].MayBe(groups), $"{name} {GraphValue.Text(shape)} should have a number for each of {groups} channels.");
        }

        if (c.Sets("num_groups") && x[1].IsKnown)
        {
            ShapeContext.Want(x[1].Known % c.Whole("num_groups", 1) == 0, $"{x[1]} channels cannot be parted into {c.Whole("num_groups", 1)} groups.");
        }

        c.Give(c.Type(0), x);
    }

    private static void LayerNormalised(ShapeContext c)
    {
        var x = c.Shape(0);
        var axis = ShapeContext.Axis(c.Whole("axis", -1), x.Length);
        for (var input = 1; input < c.Count; input++)
        {
            if (c.Has(input))
            {
                ShapeContext.Want(Broadcast(x[axis..], c.Shape(input)).Length == x.Length - axis, $"{GraphValue.Text(c.Shape(input))} does not fit {GraphValue.Text(x[axis..])}.");
            }
        }

        c.Give(c.Type(0), x);
    }

    private static ImmutableArray<Dim> Each(ImmutableArray<Dim> whole, Func<Dim, Dim> change) => whole.IsDefault ? default : [.. whole.Select(change)];

    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Arithmetic() =>
    [
        .. Same(c => Both(c, (a, b) => a + b), "Add"),
        .. Same(c => Both(c, (a, b) => a - b), "Sub"),
        .. Same(c => Both(c, (a, b) => a * b), "Mul"),
        .. Same(c => Both(c, (a, b) => b is { IsKnown: true, Known: > 0 } ? a / b.Known : null), "Div"),
        .. Same(c => Both(c, (a, b) => null), "Mod", "BitwiseAnd", "BitwiseOr"),
        .. Same(c => c.Give(c.Type(0), Broadcast(c.Shape(0), c.Shape(1))), "Pow"),
        .. Same(c => c.Give(TensorType.Bool, Broadcast(c.Shape(0), c.Shape(1))), "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor"),
        .. Same(Many, "Max", "Min", "Sum", "Mean"),
        .. Same(Sloped, "PRelu"),
        .. Same(Where, "Where"),
    ];

    private static void Both(ShapeContext c, Func<Dim, Dim, Dim?> compute)
    {
        var (a, b) = (c.Input(0), c.Input(1));
        ShapeContext.Want(a.Type == b.Type, $"{a.Type} and {b.Type} are not of one type; cast one of them.");
        c.Give(a.Type, Broadcast(a.Shape, b.Shape), a.Whole.IsDefault || b.Whole.IsDefault ? default : Computed(a.Whole, b.Whole, compute));
    }

    private static ImmutableArray<Dim> Computed(ImmutableArray<Dim> a, ImmutableArray<Dim> b, Func<Dim, Dim, Dim?> compute)
    {
        var numbers = new List<Dim>();
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            if (compute(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]) is not { } number)
            {
                return default;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void Many(ShapeContext c)
    {
        var shape = c.Shape(0);
        for (var input = 1; input < c.Count; input++)
        {
            shape = Broadcast(shape, c.Shape(input));
        }

        c.Give(c.Type(0), shape);
    }

    private static void Sloped(ShapeContext c)
    {
        var (x, slope) = (c.Shape(0), c.Shape(1));
        ShapeContext.Want(c.Type(0) == c.Type(1), $"{c.Type(0)} and {c.Type(1)} are not of one type.");
        ShapeContext.Want(slope.Length <= x.Length && Broadcast(x, slope).Zip(x).All(pair => pair.First.MayBe(pair.Second)), $"the slope {GraphValue.Text(slope)} does not fit {GraphValue.Text(x)}.");
        c.Give(c.Type(0), x);
    }

    private static void Where(ShapeContext c)
    {
        ShapeContext.Want(c.Type(0) == TensorType.Bool && c.Type(1) == c.Type(2), "a Bool and two of one type are wanted.");
        c.Give(c.Type(1), Broadcast(c.Shape(0), Broadcast(c.Shape(1), c.Shape(2))));
    }
}
