using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Products of matrices, and attention.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>torch.matmul: […, rows, inner] × […, inner, columns], the axes before them broadcast.</summary>
    public GraphValue MatMul(GraphValue a, GraphValue b) => Add("MatMul", [a, b]);

    /// <summary>torch.nn.Linear: x · weightᵀ + bias.</summary>
    /// <param name="x">[…, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out]; null for none.</param>
    public GraphValue Linear(GraphValue x, GraphValue weight, GraphValue? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 2)
        {
            return Add("Gemm", [x, weight, bias], ("transB", 1L));
        }

        var product = MatMul(x, Transpose(weight, 1, 0));
        return bias is null ? product : Add(product, bias);
    }

    /// <summary>softmax(q kᵀ · scale + mask) v (Vaswani et al., 2017).</summary>
    /// <param name="q">[batch, heads, tokens, dim].</param>
    /// <param name="k">[batch, heads, others, dim].</param>
    /// <param name="v">[batch, heads, others, dim of v].</param>
    /// <param name="mask">What is added to the products, broadcast to [batch, heads, tokens, others]; null for nothing.</param>
    /// <param name="scale">Null for 1 / √dim.</param>
    /// <returns>[batch, heads, tokens, dim of v].</returns>
    public GraphValue Attention(GraphValue q, GraphValue k, GraphValue v, GraphValue? mask = null, float? scale = null)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        if (q.Rank < 3 || k.Rank != q.Rank || !q.Shape[^1].IsKnown)
        {
            throw new ArgumentException($"Attention wants [batch, heads, tokens, dim] with a known dim, not {q} and {k}.");
        }

        // The smaller factor is scaled, on both sides alike: half precision overflows later so.
        var root = MathF.Sqrt(scale ?? 1 / MathF.Sqrt(q.Shape[^1].Known));
        int[] turned = [.. Enumerable.Range(0, k.Rank - 2), k.Rank - 1, k.Rank - 2];
        var products = MatMul(Scale(q, root), Scale(Transpose(k, turned), root));
        return MatMul(Softmax(mask is null ? products : Add(products, mask)), v);
    }

    /// <summary>[batch, tokens, heads · dim] → [batch, heads, tokens, dim].</summary>
    public GraphValue SplitHeads(GraphValue x, int heads)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank == 3 && x.Shape[2].IsKnown && x.Shape[2].Known % heads == 0
            ? Transpose(Reshape(x, x.Shape[0], x.Shape[1], heads, x.Shape[2].Known / heads), 0, 2, 1, 3)
            : throw new ArgumentException($"{x} has no {heads} equal heads: [batch, tokens, heads · dim] is wanted.", nameof(x));
    }

    /// <summary>[batch, heads, tokens, dim] → [batch, tokens, heads · dim].</summary>
    public GraphValue MergeHeads(GraphValue x)
    {
        var turned = Transpose(x, 0, 2, 1, 3);
        return Reshape(turned, turned.Shape[0], turned.Shape[1], turned.Shape[2] * turned.Shape[3]);
    }

    /// <summary>A mask for <see cref="Attention"/> that hides what comes later: 0 on and below the diagonal, a very small number above, [tokens, tokens].</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="hidden">What is added to what is hidden.</param>
    public GraphValue CausalMask(Dim tokens, float hidden = -1e4f)
        => Add("Trilu", [Expand(Constant([hidden], [1, 1]), tokens, tokens), Constant([1L], [])], ("upper", 1L));

    private GraphValue Constant(double[] numbers, long[] shape) => Constant(numbers, Compute, [.. shape]);
}
