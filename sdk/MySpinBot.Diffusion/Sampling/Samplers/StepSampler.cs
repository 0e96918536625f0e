namespace MySpinBot.Diffusion;

/// <summary>A sampler that goes from sigma to sigma.</summary>
internal abstract class StepSampler : ISampler
{
    public virtual bool RenewsMaskNoise => false;

    public float[] Sample(IDenoiser model, float[] x, ReadOnlySpan<float> sigmas, SamplerRun run)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(run);
        var walk = new Walk(model, x, sigmas, run);
        return walk.Steps < 1 ? x : Go(walk);
    }

    private protected abstract float[] Go(Walk walk);

    // The part of the way that is gone without noise, and the noise that is added behind it, so that sigma falls as it should (Song et al., "Denoising diffusion implicit models", equation 16).
    private protected static (double Down, double Up) Ancestral(double from, double to, double eta)
    {
        if (eta == 0)
        {
            return (to, 0);
        }

        // Sigmas that rise have no such noise: the root is no number, and all of sigma is made new.
        var wanted = eta * Math.Sqrt(to * to * ((from * from) - (to * to)) / (from * from));
        var up = wanted < to ? wanted : to;
        return (Math.Sqrt((to * to) - (up * up)), up);
    }

    // Straight on from x towards the picture, until sigma is less by that ratio.
    private protected static void Straight(float[] to, float[] x, float[] denoised, double ratio)
    {
        if (ratio == 0)
        {
            denoised.CopyTo(to.AsSpan());
            return;
        }

        Mix.Of(to, ratio, x, 1 - ratio, denoised);
    }

    // One look, for samplers that go between sigmas above 0 where there is only one of them.
    private protected static float[] Once(Walk walk)
    {
        var denoised = walk.Room();
        walk.Step(0, walk.X, denoised);
        Straight(walk.X, walk.X, denoised, walk.Sigma(walk.Steps) / walk.Sigma(0));
        return walk.X;
    }

    // dx/dσ: the direction in which the noise lies.
    private protected static void Slope(float[] slope, float[] x, float[] denoised, double sigma) => Mix.Difference(slope, 1 / sigma, x, denoised);
}
