using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>ComfyUI's samplers by name.</summary>
public static class Samplers
{
    /// <summary>Their names, in ComfyUI's order.</summary>
    public static ImmutableArray<string> Names { get; } = [];

    /// <summary>A sampler.</summary>
    /// <exception cref="MySpinBot.Sdk.NodeFailure">There is none of that name, or it takes no such number; the sentence names those that there are.</exception>
    public static ISampler Of(SamplerChoice choice) => throw new NotSupportedException($"{choice}");
}

/// <summary>ComfyUI's ways to choose sigmas by name.</summary>
public static class Schedules
{
    /// <summary>Their names, in ComfyUI's order.</summary>
    public static ImmutableArray<string> Names { get; } = [];

    /// <summary>The sigmas of a schedule.</summary>
    /// <param name="sampling">The model's.</param>
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>Falling, usually one more than steps, usually to 0.</returns>
    public static float[] Sigmas(ModelSampling sampling, string schedule, int steps) => throw new NotSupportedException($"{sampling} {schedule} {steps}");

    /// <summary>The sigmas that KSampler runs: those of a schedule, without the last but one for the samplers that discard it, and the last ones only where it denoises in part.</summary>
    public static float[] ForSampler(ModelSampling sampling, string sampler, string schedule, int steps, double denoise) => throw new NotSupportedException($"{sampling} {sampler} {schedule} {steps} {denoise}");
}
