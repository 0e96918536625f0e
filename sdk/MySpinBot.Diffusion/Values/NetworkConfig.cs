using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>How a network that takes noise away is made: what its builder needs to know and cannot read from the shapes of its weights alone.</summary>
public abstract record NetworkConfig
{
    /// <summary>Channels of what goes in: those of the latents, and of what is laid beside them (9 for inpainting models, 8 for Stable Video Diffusion).</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of what comes out: those of the latents.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Width of the vectors that it attends to.</summary>
    public required int ContextWidth { get; init; }

    /// <summary>Channels of each level, from the picture's size down.</summary>
    public required ImmutableArray<int> Channels { get; init; }

    /// <summary>Heads of the attentions of each level.</summary>
    public required ImmutableArray<int> Heads { get; init; }
}

/// <summary>The network of Stable Diffusion (diffusers' UNet2DConditionModel).</summary>
public sealed record UNetConfig : NetworkConfig
{
    /// <summary>Residual blocks of each level on the way down; one more on the way up.</summary>
    public required int LayersPerBlock { get; init; }

    /// <summary>Groups of its normalisations.</summary>
    public int NormGroups { get; init; } = 32;

    /// <summary>Added to the variance in its normalisations, those of its transformers apart.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Transformer layers of each level, 0 where it attends to nothing; the middle has as many as the last level that has any.</summary>
    public ImmutableArray<int> TransformerLayers { get; init; } = [];

    /// <summary>Width of the vector of pooled text and sizes that is added to the time's (SDXL); 0 for none.</summary>
    public int AddedWidth { get; init; }

    /// <summary>How many waves each of those sizes becomes: 256 for SDXL.</summary>
    public int SizeWidth { get; init; } = 256;
}

/// <summary>The network of Stable Video Diffusion (diffusers' UNetSpatioTemporalConditionModel).</summary>
public sealed record VideoUNetConfig : NetworkConfig
{
    /// <summary>Residual blocks of each level on the way down; one more on the way up.</summary>
    public required int LayersPerBlock { get; init; }

    /// <summary>Frames that it was trained for.</summary>
    public int Frames { get; init; } = 14;

    /// <summary>How many waves each of the numbers becomes that a video is told by (frames a second, motion, augmentation).</summary>
    public int NumberWidth { get; init; } = 256;
}
