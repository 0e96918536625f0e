namespace MySpinBot.Checkpoints.Gguf;

/// <summary>How numbers are packed (ggml's <c>ggml_type</c>): in blocks of some numbers, each of some bytes.</summary>
/// <param name="Name">As llama.cpp calls it.</param>
/// <param name="Bytes">Of a block.</param>
/// <param name="Numbers">In a block.</param>
/// <param name="Type">The same, where a block is one number that is read.</param>
internal sealed record GgufType(string Name, int Bytes, int Numbers, TensorType? Type = null)
{
    private static readonly Dictionary<uint, GgufType> All = new()
    {
        [0] = new("F32", 4, 1, TensorType.Float32), [1] = new("F16", 2, 1, TensorType.Float16), [30] = new("BF16", 2, 1, TensorType.BFloat16), [28] = new("F64", 8, 1, TensorType.Float64),
        [24] = new("I8", 1, 1, TensorType.Int8), [25] = new("I16", 2, 1, TensorType.Int16), [26] = new("I32", 4, 1, TensorType.Int32), [27] = new("I64", 8, 1, TensorType.Int64),
        [2] = new("Q4_0", 18, 32), [3] = new("Q4_1", 20, 32), [6] = new("Q5_0", 22, 32), [7] = new("Q5_1", 24, 32), [8] = new("Q8_0", 34, 32), [9] = new("Q8_1", 36, 32),
        [10] = new("Q2_K", 84, 256), [11] = new("Q3_K", 110, 256), [12] = new("Q4_K", 144, 256), [13] = new("Q5_K", 176, 256), [14] = new("Q6_K", 210, 256), [15] = new("Q8_K", 292, 256),
        [16] = new("IQ2_XXS", 66, 256), [17] = new("IQ2_XS", 74, 256), [18] = new("IQ3_XXS", 98, 256), [19] = new("IQ1_S", 50, 256), [20] = new("IQ4_NL", 18, 32), [21] = new("IQ3_S", 110, 256),
        [22] = new("IQ2_S", 82, 256), [23] = new("IQ4_XS", 136, 256), [29] = new("IQ1_M", 56, 256), [34] = new("TQ1_0", 54, 256), [35] = new("TQ2_0", 66, 256), [39] = new("MXFP4", 17, 32),
    };

    public static GgufType? Of(uint number) => All.GetValueOrDefault(number);
}
