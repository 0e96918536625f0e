namespace MySpinBot.Checkpoints.Onnx;

/// <summary>ONNX's numbers for types of numbers (TensorProto.DataType).</summary>
internal static class OnnxTypes
{
    public static TensorType? Of(ulong number) => number switch
    {
        1 => TensorType.Float32, 2 => TensorType.UInt8, 3 => TensorType.Int8, 4 => TensorType.UInt16, 5 => TensorType.Int16, 6 => TensorType.Int32, 7 => TensorType.Int64, 9 => TensorType.Bool,
        10 => TensorType.Float16, 11 => TensorType.Float64, 12 => TensorType.UInt32, 13 => TensorType.UInt64, 16 => TensorType.BFloat16, 17 => TensorType.Float8E4M3, 19 => TensorType.Float8E5M2,
        _ => null,
    };
}
