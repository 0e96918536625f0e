namespace MySpinBot.Diffusion;

/// <summary>Straight from sigma to sigma (Karras et al., algorithm 2 without churn).</summary>
/// <param name="renewsMaskNoise">Whether it is the one that ComfyUI calls ddim.</param>
internal sealed class EulerSampler(bool renewsMaskNoise = false) : StepSampler
{
    public override bool RenewsMaskNoise => renewsMaskNoise;

    private protected override float[] Go(Walk walk)
    {
        var (x, denoised) = (walk.X, walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            Straight(x, x, denoised, walk.Sigma(i + 1) / walk.Sigma(i));
        }

        return x;
    }
}

/// <summary>Straight on further than sigma says, then noise is added.</summary>
internal sealed class EulerAncestralSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, noise) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var (down, up) = Ancestral(sigma, next, eta);
            Straight(x, x, denoised, down / sigma);
            if (down != 0)
            {
                walk.Draw(sigma, next, noise);
                Mix.Add(x, up * noiseScale, noise);
            }
        }

        return x;
    }
}

/// <summary>From the guided picture, in the direction that the negative side gives (Chung et al., "CFG++").</summary>
internal sealed class EulerGuidedSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, unconditional, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised, unconditional);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var (down, up) = Ancestral(sigma, next, eta);
            Mix.Of(x, down / sigma, x, -down / sigma, unconditional, 1, denoised);
            if (eta > 0 && noiseScale > 0)
            {
                walk.Draw(sigma, next, noise);
                Mix.Add(x, up * noiseScale, noise);
            }
        }

        return x;
    }
}
