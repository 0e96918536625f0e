using System.Collections.Immutable;

namespace MySpinBot.Inference;

/// <summary>What kernels need beside what they take and give: unfolded pictures, products of attention.</summary>
internal static class KernelWork
{
    // The narrowest block of channels; with AVX-512 it is twice that, and fewer convolutions run on blocks.
    private const long Block = 8;

    // MLAS unfolds a picture in pieces: 16,384 floats for each thread (mlas/lib/convolve.cpp).
    private const long PieceOfThread = 16384 * 4;

    // cuDNN may use 32 MiB where it is not allowed more (cudnn_conv_use_max_workspace = 0).
    private const long CudaWorkspace = 32 << 20;

    /// <summary>Whether a convolution runs on blocks of channels.</summary>
    public static bool IsBlocked(OnnxNode node, RunSizes sizes)
        => node is { OpType: "Conv", Domain: "" } && sizes.Shape(node.Inputs[1]) is { Length: 4 } w && sizes.IsConstant(node.Inputs[1]) && w[0] % Block == 0
            && (Groups(node) == 1 ? w[1] < Block || w[1] % 4 == 0 : (w[1] == 1 && Groups(node) == w[0]) || (w[1] % Block == 0 && w[0] / Groups(node) % Block == 0));

    /// <summary>Whether such a convolution takes its picture as it is: so the first of a network does, that of few channels.</summary>
    public static bool TakesPlain(OnnxNode node, RunSizes sizes) => Groups(node) == 1 && sizes.Shape(node.Inputs[1])![1] < Block;

    public static long Bytes(OnnxNode node, RunSizes sizes, ComputeProvider provider, int threads) => (node.OpType, provider) switch
    {
        ("Conv" or "ConvTranspose", ComputeProvider.Cuda) => CudaWorkspace,
        ("Conv", _) when !IsBlocked(node, sizes) => Unfolded(node, sizes, threads),
        ("ConvTranspose", _) => Folded(node, sizes),
        ("MultiHeadAttention", _) => node.Inputs.Distinct(StringComparer.Ordinal).Sum(sizes.Bytes) + sizes.Bytes(node.Outputs[0]) + Products(node, sizes),

        // ONNX Runtime takes it apart; its parts hold the tensor twice more.
        ("GroupNormalization", _) => 2 * sizes.Bytes(node.Outputs[0]),
        ("Gemm" or "MatMul", _) => 0,
        _ => ShapeRules.Know(node) ? 0 : node.Inputs.Distinct(StringComparer.Ordinal).Where(name => !sizes.IsConstant(name)).Sum(sizes.Bytes),
    };

    private static long Groups(OnnxNode node) => node.Attributes.TryGetValue("group", out var groups) ? (long)groups : 1;

    private static long Unfolded(OnnxNode node, RunSizes sizes, int threads)
    {
        if (sizes.Shape(node.Inputs[1]) is not { Length: > 2 } w || sizes.Shape(node.Outputs[0]) is not { } y || w[2..].All(size => size == 1))
        {
            return 0;
        }

        var places = y[2..].Aggregate(1L, (count, size) => count * size);
        var taps = w[1..].Aggregate(1L, (count, size) => count * size);
        return w[0] / Groups(node) > places ? places * taps * 4 : threads * PieceOfThread;
    }

    // [out / groups · kernel, places of the input]
    private static long Folded(OnnxNode node, RunSizes sizes)
        => sizes.Shape(node.Inputs[1]) is { Length: > 2 } w && sizes.Shape(node.Inputs[0]) is { } x
            ? w[1..].Aggregate(1L, (count, size) => count * size) * x[2..].Aggregate(1L, (count, size) => count * size) * 4 : sizes.Bytes(node.Outputs[0]);

    // Without a mask they are never held at once.
    private static long Products(OnnxNode node, RunSizes sizes)
        => node.Inputs.Length > 3 && sizes.Shape(node.Inputs[0]) is { Length: 3 } q && sizes.Shape(node.Inputs[1]) is { Length: 3 } k
            ? q[0] * (long)node.Attributes["num_heads"] * q[1] * k[1] * 4 : 0;
}
