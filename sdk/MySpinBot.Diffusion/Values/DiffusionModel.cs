using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A network that takes noise away, as a recipe: which weights, how they are changed, how it is sampled. What flows through MODEL sockets; the weights themselves lie on the model shelf only.</summary>
/// <param name="Weights">The file that its weights are in, alone or among others.</param>
/// <param name="Network">How the network is made: read from its configuration and its weights' shapes.</param>
/// <param name="Sampling">What the network was trained to predict, and for which noise.</param>
[Socket("MODEL", Color = "#b39ddb")]
public sealed record DiffusionModel(WeightFile Weights, NetworkConfig Network, SamplingConfig Sampling)
{
    /// <summary>What latents are multiplied by before the network sees them: 0.18215 for Stable Diffusion 1.5 and Stable Video Diffusion.</summary>
    public double LatentScale { get; init; } = 0.18215;

    /// <summary>Low-rank changes of its weights, in the order in which they were added.</summary>
    public ImmutableArray<LoraUse> Loras { get; init; } = [];

    /// <summary>Where those changes are.</summary>
    public LoraPlacement LoraPlacement { get; init; }

    /// <summary>How guidance departs from one scale for everything; null for the plain rule.</summary>
    public GuidanceRule? Guidance { get; init; }

    /// <summary>What it computes in.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A low-rank adaptation that is applied to a model or an encoder.</summary>
/// <param name="Weights">Its file.</param>
/// <param name="Strength">What its change is multiplied by; may be negative.</param>
public sealed record LoraUse(WeightFile Weights, double Strength);

/// <summary>Where the changes of LoRAs are.</summary>
public enum LoraPlacement
{
    /// <summary>In the weights, as they are loaded: nothing more is computed, and another strength loads the model anew.</summary>
    [Choice("merged")]
    Merged,

    /// <summary>Beside the weights, brought by every run: a little more is computed, and other LoRAs of the same modules, or other strengths, load nothing anew.</summary>
    [Choice("beside")]
    Beside,
}

/// <summary>What a model computes in. Weights of other types are converted when they are loaded.</summary>
public enum Precision
{
    /// <summary>32 bits on a processor, 16 bits on an accelerator.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>32-bit floating point.</summary>
    [Choice("fp32")]
    Float32,

    /// <summary>16-bit floating point: half the memory; faster where the device has it in hardware, which processors do not.</summary>
    [Choice("fp16")]
    Float16,
}

/// <summary>How guidance departs from one scale for everything.</summary>
public abstract record GuidanceRule;

/// <summary>The scale goes from <paramref name="Least"/> at the first frame to the sampler's at the last, evenly (ComfyUI's VideoLinearCFGGuidance).</summary>
/// <param name="Least">The scale of the first frame.</param>
public sealed record LinearVideoGuidance(double Least) : GuidanceRule;

/// <summary>The scale goes from <paramref name="Least"/> at the first and last frame to the sampler's in the middle (ComfyUI's VideoTriangleCFGGuidance).</summary>
/// <param name="Least">The scale of the outermost frames.</param>
public sealed record TriangularVideoGuidance(double Least) : GuidanceRule;

/// <summary>The guided result is brought back to the deviation that the conditioned one has (ComfyUI's RescaleCFG; Lin et al., "Common diffusion noise schedules and sample steps are flawed").</summary>
/// <param name="Multiplier">How far: 0 not at all, 1 fully.</param>
public sealed record RescaledGuidance(double Multiplier) : GuidanceRule;
