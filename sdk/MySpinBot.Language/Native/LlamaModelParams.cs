using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary><c>llama_model_params</c>, 80 bytes. Begins as <see cref="LlamaNative.DefaultModelParams"/>, never as zeros.</summary>
[StructLayout(LayoutKind.Explicit, Size = 80)]
internal unsafe struct LlamaModelParams
{
    /// <summary>Devices that layers may lie on, ending with null; null for all there are.</summary>
    [FieldOffset(0)]
    public nint* Devices;

    /// <summary>Patterns of tensors' names and where those tensors lie, ending with a null pattern.</summary>
    [FieldOffset(8)]
    public nint TensorPlaces;

    /// <summary>Layers on the devices; -1 for all.</summary>
    [FieldOffset(16)]
    public int DeviceLayers;

    [FieldOffset(20)]
    public LlamaSplit Split;

    [FieldOffset(24)]
    public LlamaLoadMode LoadMode;

    [FieldOffset(28)]
    public int LazyMode;

    [FieldOffset(32)]
    public int MainDevice;

    [FieldOffset(40)]
    public float* TensorSplit;

    /// <summary>Told how far it is, 0 to 1; 0 returned ends the loading.</summary>
    [FieldOffset(48)]
    public delegate* unmanaged[Cdecl]<float, nint, byte> Progress;

    [FieldOffset(56)]
    public nint ProgressData;

    [FieldOffset(64)]
    public nint Overrides;

    [FieldOffset(72)]
    public byte VocabularyOnly;

    [FieldOffset(73)]
    public byte ChecksTensors;

    [FieldOffset(74)]
    public byte UsesExtraBuffers;

    [FieldOffset(75)]
    public byte NoHostBuffers;

    /// <summary>Whether nothing is allocated: sizes are known then, nothing can be computed.</summary>
    [FieldOffset(76)]
    public byte AllocatesNothing;

    [FieldOffset(77)]
    public byte LoadsMultiTokenPrediction;
}

/// <summary><c>llama_split_mode</c>.</summary>
internal enum LlamaSplit
{
    None = 0,
    Layer = 1,
    Row = 2,
    Tensor = 3,
}

/// <summary>How weights come into memory.</summary>
internal enum LlamaLoadMode
{
    Auto = -1,
    Read = 0,
    Map = 1,
    Lock = 2,
    MapAndLock = 3,
    Direct = 4,
}
