namespace MySpinBot.Diffusion;

/// <summary>Where a sampler's noise between steps comes from.</summary>
internal abstract class StepNoise
{
    /// <summary>Fills with noise of deviation 1 for the way between two sigmas.</summary>
    public abstract void Draw(double from, double to, Span<float> noise);
}

/// <summary>One draw after the other, from a generator of its own whose seed is one higher than the run's (ComfyUI's default noise, on a processor).</summary>
internal sealed class StreamNoise(ulong seed) : StepNoise
{
    private readonly TorchGenerator _generator = new(unchecked(seed + 1));

    public override void Draw(double from, double to, Span<float> noise) => _generator.Normal(noise);
}
