using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Changing sigmas.</summary>
public static class SigmaNodes
{
    /// <summary>Parts sigmas at a step, so that two samplers can share them.</summary>
    /// <param name="sigmas">The sigmas.</param>
    /// <param name="step">Where: the first part has so many steps.</param>
    /// <returns>high_sigmas: The sigmas with much noise; low_sigmas: The sigmas with little noise, beginning where the others end.</returns>
    [Node("SplitSigmas", Title = "Split sigmas", Category = "model/sampling/sigmas", Search = "steps,part,refiner")]
    public static (Sigmas HighSigmas, Sigmas LowSigmas) Split(Sigmas sigmas, [Range(0, 10000)] int step = 0)
    {
        var values = sigmas.Values;
        return (new Sigmas(values[..Math.Min(step + 1, values.Length)]), new Sigmas(values[Math.Min(step, values.Length)..]));
    }

    /// <summary>Parts sigmas so that the second part has a share of the steps.</summary>
    /// <param name="sigmas">The sigmas.</param>
    /// <param name="denoise">Which share of the steps the second part has.</param>
    /// <returns>high_sigmas: The sigmas with much noise; low_sigmas: The sigmas with little noise, beginning where the others end.</returns>
    [Node("SplitSigmasDenoise", Title = "Split sigmas by denoise", Category = "model/sampling/sigmas", Search = "steps,part,denoise,img2img")]
    public static (Sigmas HighSigmas, Sigmas LowSigmas) SplitByDenoise(Sigmas sigmas, [Range(0, 1), Input(Step = 0.01)] double denoise = 1)
    {
        // As in ComfyUI, where a share of no step leaves nothing in the first part either: there is no step to part at.
        var values = sigmas.Values;
        var steps = (int)Math.Round(Math.Max(values.Length - 1, 0) * denoise);
        return (new Sigmas(steps == 0 ? [] : values[..^steps]), new Sigmas(values[Math.Max(values.Length - steps - 1, 0)..]));
    }

    /// <summary>Turns sigmas round: from picture to noise.</summary>
    /// <param name="sigmas">The sigmas.</param>
    /// <returns>The sigmas the other way; 0.0001 in place of a first 0, from which no sampler could go.</returns>
    [Node("FlipSigmas", Title = "Flip sigmas", Category = "model/sampling/sigmas", Search = "reverse,unsample,invert")]
    public static Sigmas Flip(Sigmas sigmas)
    {
        float[] values = [.. sigmas.Values.Reverse()];
        if (values is [0, ..])
        {
            values[0] = 0.0001f;
        }

        return new Sigmas([.. values]);
    }

    /// <summary>Begins with another sigma.</summary>
    /// <param name="sigmas">The sigmas; at least one.</param>
    /// <param name="sigma">The first of them.</param>
    /// <returns>The sigmas.</returns>
    [Node("SetFirstSigma", Title = "Set first sigma", Category = "model/sampling/sigmas", Search = "start,noise")]
    public static Sigmas SetFirst(Sigmas sigmas, [Range(0, 20000), Input(Step = 0.001)] double sigma = 136)
        => sigmas.Values.IsEmpty ? throw new NodeFailure("There is no first sigma, because there are none; connect a scheduler that gives some (with a denoise above 0).") { Input = "sigmas" }
            : new Sigmas(sigmas.Values.SetItem(0, (float)sigma));

    /// <summary>Puts further sigmas between those of a range.</summary>
    /// <param name="sigmas">The sigmas.</param>
    /// <param name="steps">Into how many a step is cut.</param>
    /// <param name="startAtSigma">From which sigma on: −1 from the first.</param>
    /// <param name="endAtSigma">Until which sigma.</param>
    /// <param name="spacing">linear: evenly; cosine: denser towards the end of a step; sine: denser towards its beginning.</param>
    /// <returns>The sigmas.</returns>
    [Node("ExtendIntermediateSigmas", Title = "Extend intermediate sigmas", Category = "model/sampling/sigmas", Search = "interpolate sigmas,more steps")]
    public static Sigmas Extend(
        Sigmas sigmas,
        [Range(1, 100)] int steps = 2,
        [Range(-1, 20000), Input(Step = 0.01)] double startAtSigma = -1,
        [Range(0, 20000), Input(Step = 0.01)] double endAtSigma = 12,
        [Choices("linear", "cosine", "sine")] string spacing = "linear")
    {
        if ((long)sigmas.Values.Length * steps > Schedules.MaxSteps)
        {
            throw new NodeFailure($"{sigmas.Values.Length} sigmas with {steps} steps between are more than {Schedules.MaxSteps}; take fewer.") { Input = "steps" };
        }

        return new Sigmas([.. SigmaChanges.Extended(sigmas.Values, steps, startAtSigma, endAtSigma, spacing)]);
    }

    /// <summary>The sigma at a share of the sampling.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="samplingPercent">The share: 0 the beginning, 1 the end.</param>
    /// <param name="returnActualSigma">Whether 0 and 1 give the model's own sigmas. Otherwise they give what ranges are compared with: a sigma above all, and 0.</param>
    /// <returns>The sigma.</returns>
    [Node("SamplingPercentToSigma", Title = "Sampling percent to sigma", Category = "model/sampling/sigmas", Search = "share,range,start,end")]
    [return: Output(Name = "sigma_value")]
    public static double AtShare(DiffusionModel model, [Range(0, 1), Input(Step = 0.0001)] double samplingPercent = 0, bool returnActualSigma = false)
    {
        var sampling = ModelSampling.Of(model.Sampling);
        return samplingPercent switch
        {
            <= 0 => returnActualSigma ? sampling.SigmaMax : SigmaChanges.AboveAll,
            >= 1 => returnActualSigma ? sampling.SigmaMin : 0,
            _ => sampling.AtShare(samplingPercent),
        };
    }

    /// <summary>Sigmas that are written down.</summary>
    /// <param name="sigmas">The sigmas, falling: numbers with anything but digits, signs and points between them.</param>
    /// <returns>The sigmas.</returns>
    [Node("ManualSigmas", Title = "Manual sigmas", Category = "model/sampling/sigmas", Search = "custom noise schedule,define sigmas", Experimental = true)]
    public static Sigmas Manual(string sigmas = "1, 0.5") => new([.. SigmaChanges.Written(sigmas)]);
}
