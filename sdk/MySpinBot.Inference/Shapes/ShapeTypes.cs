using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Types of numbers as ONNX counts them (TensorProto.DataType in onnx.proto).</summary>
internal static class ShapeTypes
{
    public static long ToOnnx(this TensorType type) => type switch
    {
        TensorType.Float32 => 1,
        TensorType.UInt8 => 2,
        TensorType.Int8 => 3,
        TensorType.UInt16 => 4,
        TensorType.Int16 => 5,
        TensorType.Int32 => 6,
        TensorType.Int64 => 7,
        TensorType.Bool => 9,
        TensorType.Float16 => 10,
        TensorType.Float64 => 11,
        TensorType.UInt32 => 12,
        TensorType.UInt64 => 13,
        TensorType.BFloat16 => 16,
        TensorType.Float8E4M3 => 17,
        TensorType.Float8E5M2 => 19,
        _ => throw new ArgumentException($"ONNX has no type for {type}."),
    };

    public static TensorType OfOnnx(long type) => type switch
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
        _ => throw new ShapeUnknownException($"the number type {type} of ONNX is not one that this reads."),
    };
}
