using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>ComfyUI's ways to choose sigmas by name.</summary>
public static class Schedules
{
    /// <summary>The most steps that a schedule is asked for: 10,000 steps of a hundredth of the noise.</summary>
    public const int MaxSteps = 1_000_000;

    private static readonly ImmutableArray<(string Name, Func<ModelSampling, int, float[]> Sigmas)> All =
    [
        ("simple", TableSchedules.Simple),
        ("sgm_uniform", (sampling, steps) => TableSchedules.EvenInTime(sampling, steps, isBeforeEnd: true)),
        ("karras", (sampling, steps) => SigmaFormulas.Karras(steps, sampling.SigmaMin, sampling.SigmaMax)),
        ("exponential", (sampling, steps) => SigmaFormulas.Exponential(steps, sampling.SigmaMin, sampling.SigmaMax)),
        ("ddim_uniform", TableSchedules.EvenPlaces),
        ("beta", (sampling, steps) => TableSchedules.Beta(sampling, steps)),
        ("normal", (sampling, steps) => TableSchedules.EvenInTime(sampling, steps, isBeforeEnd: false)),
        ("linear_quadratic", (sampling, steps) => SigmaFormulas.LinearThenQuadratic(steps, sampling.SigmaMax)),
        ("kl_optimal", (sampling, steps) => SigmaFormulas.KullbackLeibler(steps, sampling.SigmaMin, sampling.SigmaMax)),
    ];

    /// <summary>Their names, in ComfyUI's order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(each => each.Name)];

    /// <summary>The sigmas of a schedule.</summary>
    /// <param name="sampling">The model's.</param>
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>Falling, usually one more than steps, usually to 0. (ddim_uniform may have more; beta fewer where it would repeat itself; kl_optimal has no number for one step.)</returns>
    /// <exception cref="NodeFailure">There is no schedule of that name, or the steps are outside 1..1,000,000.</exception>
    public static float[] Sigmas(ModelSampling sampling, string schedule, int steps)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        if (steps is < 1 or > MaxSteps)
        {
            throw new NodeFailure($"A schedule has 1 to {MaxSteps} steps, not {steps}.") { Input = "steps" };
        }

        foreach (var (name, sigmas) in All)
        {
            if (name == schedule)
            {
                return sigmas(sampling, steps);
            }
        }

        throw new NodeFailure($"There is no schedule '{schedule}'; there are {string.Join(", ", Names)}.") { Input = "scheduler" };
    }

    /// <summary>The last steps of a schedule that has so many more as are left out: those of a picture that is denoised in part.</summary>
    /// <param name="sampling">The model's.</param>
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="steps">How many steps are left.</param>
    /// <param name="denoise">Which share of the whole they are, 0..1; 0 gives none.</param>
    /// <exception cref="NodeFailure">There is no schedule of that name, or the whole would have more than 1,000,000 steps.</exception>
    public static float[] Last(ModelSampling sampling, string schedule, int steps, double denoise)
    {
        if (denoise <= 0)
        {
            return [];
        }

        var whole = denoise < 1 ? Whole(steps, denoise) : steps;
        return Kept(Sigmas(sampling, schedule, whole), steps + 1);
    }

    /// <summary>The sigmas that KSampler runs: those of a schedule, without the last but one for the samplers that discard it, and the last ones only where it denoises in part.</summary>
    /// <exception cref="NodeFailure">There is no schedule of that name, or it would have more than 1,000,000 steps.</exception>
    public static float[] ForSampler(ModelSampling sampling, string sampler, string schedule, int steps, double denoise)
    {
        if (denoise > 0.9999)
        {
            return Discarded(sampling, sampler, schedule, steps);
        }

        return denoise <= 0 ? [] : Kept(Discarded(sampling, sampler, schedule, Whole(steps, denoise)), steps + 1);
    }

    private static float[] Discarded(ModelSampling sampling, string sampler, string schedule, int steps)
    {
        if (!Samplers.DiscardsLastButOne(sampler))
        {
            return Sigmas(sampling, schedule, steps);
        }

        var sigmas = Sigmas(sampling, schedule, steps + 1);
        return [.. sigmas.AsSpan(..^2), sigmas[^1]];
    }

    private static int Whole(int steps, double denoise)
    {
        var whole = steps / denoise;
        return whole <= MaxSteps ? (int)whole
            : throw new NodeFailure($"{steps} steps for {denoise} of the noise are {whole:F0} for all of it; there may be {MaxSteps}. Denoise more, or in fewer steps.") { Input = "denoise" };
    }

    private static float[] Kept(float[] sigmas, int count) => sigmas.Length > count ? sigmas[^count..] : sigmas;
}
