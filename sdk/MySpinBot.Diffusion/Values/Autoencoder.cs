using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What turns pictures into latents and back, as a recipe. What flows through VAE sockets.</summary>
/// <param name="Weights">The file that its weights are in, alone or among others.</param>
/// <param name="Network">How it is made.</param>
[Socket("VAE", Color = "#ff6e6e")]
public sealed record Autoencoder(WeightFile Weights, AutoencoderConfig Network)
{
    /// <summary>The file of the half that makes latents, where it is another one (TAESD is published as two); null where both are in <see cref="Weights"/>.</summary>
    public WeightFile? EncoderWeights { get; init; }

    /// <summary>What it computes in. Auto is 32 bits everywhere for the large ones, whose activations leave what 16 bits can hold, and 16 bits on an accelerator for small ones.</summary>
    public Precision Precision { get; init; }

    /// <summary>Why there is none, as a sentence, where a checkpoint came without one; it then neither encodes nor decodes. Null where there is one.</summary>
    public string? Absence { get; init; }
}

/// <summary>An autoencoder's network.</summary>
/// <param name="Kind">Which.</param>
/// <param name="LatentChannels">Channels of the latents.</param>
/// <param name="Channels">Channels of each level, from the picture's size down.</param>
/// <param name="LayersPerBlock">Residual blocks of each level of the encoder; one more in the decoder.</param>
public sealed record AutoencoderConfig(AutoencoderKind Kind, int LatentChannels, ImmutableArray<int> Channels, int LayersPerBlock)
{
    /// <summary>Groups of its normalisations.</summary>
    public int NormGroups { get; init; } = 32;

    /// <summary>Whether the file has the half that makes latents of pictures.</summary>
    public bool Encodes { get; init; } = true;

    /// <summary>Whether the file has the half that makes pictures of latents.</summary>
    public bool Decodes { get; init; } = true;

    /// <summary>What latents are multiplied by before the network sees them, behind <see cref="LatentShift"/>: 1, but for small ones (TAESD), which were trained on what models see.</summary>
    public double LatentScale { get; init; } = 1;

    /// <summary>What is taken from latents before the network sees them.</summary>
    public double LatentShift { get; init; }

    /// <summary>How many pixels of a side one cell stands for: 8.</summary>
    public int Factor => 1 << (Channels.Length - 1);
}

/// <summary>Which autoencoder.</summary>
public enum AutoencoderKind
{
    /// <summary>Stable Diffusion's (AutoencoderKL).</summary>
    Kl,

    /// <summary>Stable Video Diffusion's: the same encoder, a decoder that sees neighbouring frames (AutoencoderKLTemporalDecoder).</summary>
    Temporal,

    /// <summary>A small one that gives nearly the same pictures in no time (TAESD).</summary>
    Tiny,
}
