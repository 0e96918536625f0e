using Microsoft.ML.OnnxRuntime.Tensors;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>ONNX's numbers for types of tensors (TensorProto.DataType of onnx.proto, which ONNX Runtime's API uses too), and ours.</summary>
internal static class ElementTypes
{
    internal static TensorElementType ToOnnx(this TensorType type) => type switch
    {
        TensorType.Float32 => TensorElementType.Float,
        TensorType.Float64 => TensorElementType.Double,
        TensorType.Float16 => TensorElementType.Float16,
        TensorType.BFloat16 => TensorElementType.BFloat16,
        TensorType.Int64 => TensorElementType.Int64,
        TensorType.Int32 => TensorElementType.Int32,
        TensorType.Int16 => TensorElementType.Int16,
        TensorType.Int8 => TensorElementType.Int8,
        TensorType.UInt64 => TensorElementType.UInt64,
        TensorType.UInt32 => TensorElementType.UInt32,
        TensorType.UInt16 => TensorElementType.UInt16,
        TensorType.UInt8 => TensorElementType.UInt8,
        TensorType.Bool => TensorElementType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Tensors of 8-bit floats cannot go into a session; their weights are converted where the graph is built."),
    };

    /// <summary>Ours; null for types that no tensor of ours has (text, complex numbers, 4-bit numbers).</summary>
    internal static TensorType? FromOnnx(int type) => type switch
    {
        1 => TensorType.Float32,
        2 => TensorType.UInt8,
        3 => TensorType.Int8,
        4 => TensorType.UInt16,
        5 => TensorType.Int16,
        6 => TensorType.Int32,
        7 => TensorType.Int64,
        9 => TensorType.Bool,
        10 => TensorType.Float16,
        11 => TensorType.Float64,
        12 => TensorType.UInt32,
        13 => TensorType.UInt64,
        16 => TensorType.BFloat16,
        17 => TensorType.Float8E4M3,
        19 => TensorType.Float8E5M2,
        _ => null,
    };
}
