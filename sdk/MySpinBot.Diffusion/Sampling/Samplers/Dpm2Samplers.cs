namespace MySpinBot.Diffusion;

/// <summary>Half way in the logarithm of sigma, then the whole way in the direction that is found there (DPM-Solver-2).</summary>
internal sealed class Dpm2Sampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, middle) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            Go(walk, x, denoised, middle, walk.Sigma(i), walk.Sigma(i + 1));
        }

        return x;
    }

    /// <summary>One step. Overwrites both rooms.</summary>
    internal static void Go(Walk walk, float[] x, float[] denoised, float[] middle, double sigma, double next)
    {
        if (next == 0)
        {
            denoised.CopyTo(x.AsSpan());
            return;
        }

        var half = Math.Sqrt(sigma * next);
        Straight(middle, x, denoised, half / sigma);
        walk.Ask(middle, half, denoised);
        var step = (next - sigma) / half;
        Mix.Of(x, 1, x, step, middle, -step, denoised);
    }
}

/// <summary>DPM-Solver-2 further than sigma says, then noise is added.</summary>
internal sealed class Dpm2AncestralSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, middle) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var (down, up) = Ancestral(sigma, next, eta);
            Dpm2Sampler.Go(walk, x, denoised, middle, sigma, down);
            if (down != 0)
            {
                walk.Draw(sigma, next, middle);
                Mix.Add(x, up * noiseScale, middle);
            }
        }

        return x;
    }
}
