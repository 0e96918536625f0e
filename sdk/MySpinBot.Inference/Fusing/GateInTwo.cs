using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A gated layer (x · W₁ + b₁) · gelu(x · W₂ + b₂), which files hold as one matrix of both, becomes two products: the gate first, then what goes through it. What both matrices give is never held together with its two halves,
/// which in the transformers of diffusion networks is the largest that there is. The halves of the matrix stay where they lie in the file.
/// Measured on the UNet of Stable Diffusion 1.5 at 512×512: 126 instead of 143 MiB at the peak of a run, in 0.97 of the processor time; of Stable Video Diffusion at 14 frames of 576×320: 1175 instead of 1383 MiB, in 0.99.</summary>
internal static class GateInTwo
{
    public static OnnxGraph Apply(OnnxGraph graph) => GraphRewriting.Over(graph, Rewrite);

    // Mul(Split(Add(MatMul(x, Transpose(W)), b), 2)[0], Gelu(Split[1]))
    private static bool Rewrite(OnnxNode node, GraphRewriting rewriting)
    {
        if (node is not { OpType: "Mul", Domain: "" } || rewriting.Producer(node.Inputs[1], "Gelu") is not { } gelu || rewriting.Uses(node.Inputs[1]) != 1
            || rewriting.Producer(node.Inputs[0], "Split") is not { Outputs: [var through, var gate] } split || node.Inputs[0] != through || gelu.Inputs[0] != gate
            || rewriting.Uses(through) != 1 || rewriting.Uses(gate) != 1 || rewriting.Uses(split.Inputs[0]) != 1
            || Layer.Of(split.Inputs[0], rewriting) is not { } layer || layer.Matrix.Shape[0] % 2 != 0 || !HalvesTheLast(split, layer, rewriting))
        {
            return false;
        }

        var half = layer.Matrix.Shape[0] / 2;
        var shut = rewriting.Add("Gelu", [layer.Rows(node.Name + ".gate", half, half, rewriting)], rewriting.Unique($"{node.Name}.shut"), [.. gelu.Attributes.Select(pair => (pair.Key, pair.Value))]);
        rewriting.Add("Mul", [layer.Rows(node.Name + ".through", 0, half, rewriting), shut], node.Outputs[0]);
        return true;
    }

    private static bool HalvesTheLast(OnnxNode split, Layer layer, GraphRewriting rewriting)
        => rewriting.Value(split.Inputs[0]) is { Rank: var rank } && split.Attributes.GetValueOrDefault("axis", 0L) is long axis && (axis == -1 || axis == rank - 1)
            && (split.Inputs.Length < 2 || rewriting.Whole(split.Inputs[1]) is [var one, var other] && one == other && one == layer.Matrix.Shape[0] / 2);

    /// <summary>A linear layer: x · Matrixᵀ + Bias.</summary>
    private sealed record Layer(string X, OnnxInitializer Matrix, OnnxInitializer? Bias, TensorType Compute)
    {
        public static Layer? Of(string value, GraphRewriting rewriting)
        {
            var add = rewriting.Producer(value, "Add");
            var product = add is null ? value : add.Inputs[0];
            return rewriting.Producer(product, "MatMul") is { } matMul && rewriting.Uses(product) == 1 && rewriting.Value(value) is { Type: var type }
                && rewriting.Producer(matMul.Inputs[1], "Transpose") is { } transpose && transpose.Attributes.GetValueOrDefault("perm") is ImmutableArray<long> order && order.SequenceEqual([1L, 0])
                && rewriting.Weight(transpose.Inputs[0]) is { Shape.Length: 2 } matrix && (add is null || rewriting.Weight(add.Inputs[1]) is { Shape.Length: 1 })
                ? new Layer(matMul.Inputs[0], matrix, add is null ? null : rewriting.Weight(add.Inputs[1]), type) : null;
        }

        /// <summary>Adds a layer of some of its rows.</summary>
        /// <returns>What it gives.</returns>
        public string Rows(string name, long first, long count, GraphRewriting rewriting)
        {
            var matrix = Cast(rewriting.Rows($"{name}.weight", Matrix, first, count), rewriting);
            var turned = rewriting.Add("Transpose", [matrix], rewriting.Unique($"{name}.turned"), ("perm", ImmutableArray.Create(1L, 0L)));
            var product = rewriting.Add("MatMul", [X, turned], rewriting.Unique($"{name}.product"));
            return Bias is null ? product : rewriting.Add("Add", [product, Cast(rewriting.Rows($"{name}.bias", Bias, first, count), rewriting)], rewriting.Unique($"{name}.sum"));
        }

        private string Cast(string weight, GraphRewriting rewriting)
            => rewriting.Value(weight)!.Type == Compute ? weight : rewriting.Add("Cast", [weight], rewriting.Unique($"{weight}.cast"), ("to", Compute.DataType()));
    }
}
