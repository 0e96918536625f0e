namespace MySpinBot.Checkpoints;

/// <summary>What the numbers of a tensor are. All are little-endian.</summary>
public enum TensorType
{
    /// <summary>IEEE 754, 32 bits.</summary>
    Float32,

    /// <summary>IEEE 754, 64 bits.</summary>
    Float64,

    /// <summary>IEEE 754, 16 bits.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16,

    /// <summary>8-bit float, 4 bits of exponent, no infinities (E4M3FN).</summary>
    Float8E4M3,

    /// <summary>8-bit float, 5 bits of exponent (E5M2).</summary>
    Float8E5M2,

    /// <summary>Signed, 64 bits.</summary>
    Int64,

    /// <summary>Signed, 32 bits.</summary>
    Int32,

    /// <summary>Signed, 16 bits.</summary>
    Int16,

    /// <summary>Signed, 8 bits.</summary>
    Int8,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt64,

    /// <summary>Unsigned, 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned, 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8,

    /// <summary>A byte, 0 or 1.</summary>
    Bool,
}

/// <summary>What tensors of each type take.</summary>
public static class TensorTypes
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        _ => 1,
    };

    /// <summary>Whether it is a floating-point type.</summary>
    public static bool IsFloat(this TensorType type) => type <= TensorType.Float8E5M2;
}
