using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary><c>llama_batch</c>, 56 bytes: pointers to arrays of as many elements as there are tokens. The arrays are the caller's, and stay where they are until the call has returned.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int Count;

    /// <summary>Tokens; null where <see cref="Embeddings"/> is given.</summary>
    public int* Tokens;

    public float* Embeddings;

    /// <summary>Their positions in their sequences; null for the next ones.</summary>
    public int* Positions;

    /// <summary>How many sequences each belongs to; null for one.</summary>
    public int* SequenceCounts;

    /// <summary>Which they are; null for 0.</summary>
    public int** Sequences;

    /// <summary>Whether logits (or embeddings) are wanted of each; null for the last one's alone.</summary>
    public byte* Outputs;
}

/// <summary><c>llama_token_data</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaCandidate
{
    public int Token;
    public float Logit;
    public float Probability;
}

/// <summary><c>llama_token_data_array</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaCandidates
{
    public LlamaCandidate* Data;
    public nuint Count;

    /// <summary>Index in <see cref="Data"/> of the chosen one; -1 where none is.</summary>
    public long Selected;

    public byte Sorted;
}

/// <summary><c>llama_sampler_chain_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaChainParams
{
    public byte MeasuresNothing;
}

/// <summary><c>llama_perf_context_data</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaContextTimes
{
    public double Start;
    public double LoadMilliseconds;
    public double PromptMilliseconds;
    public double TokenMilliseconds;
    public int PromptTokens;
    public int Tokens;
    public int ReusedGraphs;
}

/// <summary><c>llama_model_quantize_params</c>, 64 bytes. Begins as <see cref="LlamaNative.DefaultQuantizeParams"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct LlamaQuantizeParams
{
    [FieldOffset(0)]
    public int Threads;

    /// <summary><c>llama_ftype</c>: 0 f32, 1 f16, 2 q4_0, 7 q8_0, 15 q4_K_M, 17 q5_K_M, 18 q6_K.</summary>
    [FieldOffset(4)]
    public int FileType;
}

/// <summary><c>ggml_threadpool_params</c>, 528 bytes. Begins by <see cref="GgmlNative.InitThreadpoolParams"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 528)]
internal unsafe struct GgmlThreadpoolParams
{
    /// <summary>Processors that threads may run on; all zero for all.</summary>
    [FieldOffset(0)]
    public fixed byte Processors[512];

    [FieldOffset(512)]
    public int Threads;

    /// <summary>-1 low, 0 normal, 1 medium, 2 high, 3 real time.</summary>
    [FieldOffset(516)]
    public int Priority;

    /// <summary>How long threads spin for work, 0 (they sleep at once) to 100.</summary>
    [FieldOffset(520)]
    public uint Polls;

    [FieldOffset(524)]
    public byte Strict;

    [FieldOffset(525)]
    public byte Paused;
}

/// <summary>Kinds of <c>ggml_backend_dev_type</c>.</summary>
internal enum GgmlDeviceKind
{
    Processor = 0,
    Accelerator = 1,
    IntegratedAccelerator = 2,
    ProcessorLibrary = 3,
    Meta = 4,
}
