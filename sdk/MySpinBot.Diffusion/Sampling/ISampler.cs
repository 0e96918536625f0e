namespace MySpinBot.Diffusion;

/// <summary>Goes from noise to a picture along falling sigmas. Has no state between runs.</summary>
public interface ISampler
{
    /// <summary>Runs.</summary>
    /// <param name="model">What is asked at each step.</param>
    /// <param name="x">Where it starts, in the model's scale; taken over, and changed.</param>
    /// <param name="sigmas">The sigmas; some samplers go other ways between the first and the last (dpm_fast, dpm_adaptive).</param>
    /// <param name="run">Seed, progress, cancellation.</param>
    /// <returns>Where it ends, in the model's scale.</returns>
    /// <exception cref="MySpinBot.Sdk.NodeFailure">The sigmas cannot be walked: one of them is no number or below 0, or no step is small enough for the error that is allowed.</exception>
    float[] Sample(IDenoiser model, float[] x, ReadOnlySpan<float> sigmas, SamplerRun run);

    /// <summary>Whether what is kept of a masked picture gets noise of its own, drawn with a seed that is one higher (ComfyUI's ddim), and not the noise that sampling starts with.</summary>
    bool RenewsMaskNoise => false;
}

/// <summary>One run of a sampler.</summary>
/// <param name="Seed">The seed of the run: samplers that add noise derive theirs from it.</param>
/// <param name="Cancellation">Looked at before each step.</param>
public sealed record SamplerRun(ulong Seed, CancellationToken Cancellation)
{
    /// <summary>Is told each step, when what the model sees without noise is known; null for nobody.</summary>
    public Action<SamplerStep>? Told { get; init; }

    /// <summary>Is shown the noise that is drawn on the way: from which sigma, to which, and the numbers, which are good during the call only.</summary>
    internal Action<double, double, ReadOnlyMemory<float>>? Drawn { get; init; }
}

/// <summary>A step of a sampler. The memories are good during the call only.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Steps">How many there are, as far as is known.</param>
/// <param name="Sigma">How much noise there was.</param>
/// <param name="X">The latents: for most samplers those that the model was asked about.</param>
/// <param name="Denoised">What the model saw without noise.</param>
public sealed record SamplerStep(int Index, int Steps, float Sigma, ReadOnlyMemory<float> X, ReadOnlyMemory<float> Denoised);
