using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>How a GGUF model is loaded. The same file with the same options is the same resident, whoever asks: nodes of jobs and requests over HTTP share it.</summary>
public sealed record LlamaOptions
{
    /// <summary>Tokens that all sequences together may have in the model's memory (KV cache); 0 for what the model was trained with, 8192 at most.</summary>
    public int Context { get; init; }

    /// <summary>How many sequences are computed at once; others wait.</summary>
    public int Sequences { get; init; } = 8;

    /// <summary>Where it computes: <c>cpu</c>, <c>cuda:0</c>, <c>vulkan:0</c>; null for the best device there is.</summary>
    public string? Device { get; init; }

    /// <summary>Layers on the device; null for as many as fit its budget. The others stay on the processor.</summary>
    public int? DeviceLayers { get; init; }

    /// <summary>What keys and values are kept in.</summary>
    public CacheType Cache { get; init; }

    /// <summary>How positions are stretched beyond what the model was trained with.</summary>
    public RopeScaling RopeScaling { get; init; }

    /// <summary>Base of rotary positions; null for the model's.</summary>
    public double? RopeBase { get; init; }

    /// <summary>What positions are multiplied by (0.5 for twice the context); null for the model's.</summary>
    public double? RopeScale { get; init; }

    /// <summary>Adapters (LoRA) that are applied.</summary>
    public ImmutableArray<LlamaAdapter> Adapters { get; init; } = [];

    /// <summary>Threads; 0 for as many as are free when it computes.</summary>
    public int Threads { get; init; }

    /// <summary>Bytes of the host's memory for what was computed and had to leave the model's, so that it need not be computed again; 0 for none, null for as much as the model's memory has, 256 MiB at most.</summary>
    public long? SavedBytes { get; init; }

    /// <inheritdoc/>
    public bool Equals(LlamaOptions? other)
        => other is not null && (Context, Sequences, Device, DeviceLayers, Cache, RopeScaling, RopeBase, RopeScale, Threads, SavedBytes)
            == (other.Context, other.Sequences, other.Device, other.DeviceLayers, other.Cache, other.RopeScaling, other.RopeBase, other.RopeScale, other.Threads, other.SavedBytes)
            && Adapters.SequenceEqual(other.Adapters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Context, Sequences, Device, DeviceLayers, Cache, RopeScaling, Adapters.Length);
}

/// <summary>A LoRA in a GGUF file.</summary>
/// <param name="Weights">The file, by content.</param>
/// <param name="Scale">Its strength.</param>
public sealed record LlamaAdapter(WeightFile Weights, double Scale);

/// <summary>What keys and values are kept in.</summary>
public enum CacheType
{
    /// <summary>16-bit floats.</summary>
    F16,

    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>8 bits, in blocks of 32.</summary>
    Q8,
}

/// <summary>How positions are stretched.</summary>
public enum RopeScaling
{
    /// <summary>As the model's file says.</summary>
    FromModel,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>Evenly (Chen et al. 2023).</summary>
    Linear,

    /// <summary>YaRN (Peng et al. 2023).</summary>
    Yarn,
}
