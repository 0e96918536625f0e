using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary><c>llama_context_params</c>, 160 bytes. Begins as <see cref="LlamaNative.DefaultContextParams"/>, never as zeros.</summary>
[StructLayout(LayoutKind.Explicit, Size = 160)]
internal unsafe struct LlamaContextParams
{
    /// <summary>Tokens in its memory, of all sequences together where that is shared.</summary>
    [FieldOffset(0)]
    public uint Context;

    /// <summary>The most tokens of one call of decode; more end the process.</summary>
    [FieldOffset(4)]
    public uint Batch;

    /// <summary>The most tokens that are computed at once.</summary>
    [FieldOffset(8)]
    public uint MicroBatch;

    /// <summary>Sequences, 256 at most.</summary>
    [FieldOffset(12)]
    public uint Sequences;

    /// <summary>States of recurrent memories that are kept for each sequence to go back to.</summary>
    [FieldOffset(16)]
    public uint RecurrentSnapshots;

    /// <summary>The most rows of logits of one micro-batch; 0 for a batch.</summary>
    [FieldOffset(20)]
    public uint Outputs;

    [FieldOffset(24)]
    public uint OutputsOfSequence;

    /// <summary>Threads where one token a sequence is computed.</summary>
    [FieldOffset(28)]
    public int Threads;

    /// <summary>Threads where more are.</summary>
    [FieldOffset(32)]
    public int BatchThreads;

    [FieldOffset(36)]
    public int Kind;

    /// <summary>-1 for the model's, 0 none, 1 linear, 2 YaRN, 3 LongRoPE.</summary>
    [FieldOffset(40)]
    public int RopeScaling;

    [FieldOffset(44)]
    public LlamaPooling Pooling;

    /// <summary>-1 for the model's, 0 causal, 1 not.</summary>
    [FieldOffset(48)]
    public int Attention;

    /// <summary>-1 where it can, 0 never, 1 always.</summary>
    [FieldOffset(52)]
    public int FlashAttention;

    [FieldOffset(56)]
    public float RopeBase;

    [FieldOffset(60)]
    public float RopeScale;

    [FieldOffset(64)]
    public float YarnExtension;

    [FieldOffset(68)]
    public float YarnAttention;

    [FieldOffset(72)]
    public float YarnBetaFast;

    [FieldOffset(76)]
    public float YarnBetaSlow;

    [FieldOffset(80)]
    public uint YarnOriginalContext;

    [FieldOffset(84)]
    public float Defragments;

    [FieldOffset(88)]
    public nint Evaluated;

    [FieldOffset(96)]
    public nint EvaluatedData;

    [FieldOffset(104)]
    public GgmlType Keys;

    [FieldOffset(108)]
    public GgmlType Values;

    /// <summary>Asked between operations; 1 returned ends the step, decode then returns 2.</summary>
    [FieldOffset(112)]
    public delegate* unmanaged[Cdecl]<nint, byte> Aborts;

    [FieldOffset(120)]
    public nint AbortsData;

    /// <summary>Whether embeddings are given, with logits.</summary>
    [FieldOffset(128)]
    public byte Embeds;

    [FieldOffset(129)]
    public byte MemoryOnDevice;

    [FieldOffset(130)]
    public byte MeasuresNothing;

    [FieldOffset(131)]
    public byte OffloadsOperations;

    /// <summary>Whether sliding-window memories keep all tokens: then they can be cut and shared, for the bytes of a full memory.</summary>
    [FieldOffset(132)]
    public byte FullWindow;

    /// <summary>Whether all sequences share one memory.</summary>
    [FieldOffset(133)]
    public byte Shared;

    [FieldOffset(136)]
    public nint Samplers;

    [FieldOffset(144)]
    public nuint SamplerCount;

    [FieldOffset(152)]
    public nint OtherContext;
}

/// <summary><c>llama_pooling_type</c>.</summary>
internal enum LlamaPooling
{
    FromModel = -1,
    None = 0,
    Mean = 1,
    First = 2,
    Last = 3,
    Rank = 4,
}

/// <summary><c>ggml_type</c>, as far as it is asked for.</summary>
internal enum GgmlType
{
    F32 = 0,
    F16 = 1,
    Q40 = 2,
    Q80 = 8,
    BF16 = 30,
}
