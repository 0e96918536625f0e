namespace MySpinBot.Diffusion;

/// <summary>DPM-Solver++(2M): exact in the logarithm of sigma, with the change of the picture since the last step (Lu et al., "DPM-Solver++", algorithm 2).</summary>
internal sealed class DpmPlusMultistepSampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, old) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var ratio = next / sigma;
            if (i == 0 || next == 0)
            {
                Straight(x, x, denoised, ratio);
            }
            else
            {
                var change = 0.5 * Math.Log(sigma / next) / Math.Log(walk.Sigma(i - 1) / sigma);
                Mix.Of(x, ratio, x, (1 - ratio) * (1 + change), denoised, (ratio - 1) * change, old);
            }

            (denoised, old) = (old, denoised);
        }

        return x;
    }
}

/// <summary>DPM-Solver++(2M) in the direction that the negative side gives (CFG++).</summary>
internal sealed class DpmPlusMultistepGuidedSampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, unconditional, old) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised, unconditional);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var ratio = next / sigma;
            Mix.Of(x, ratio, x, -ratio, unconditional, 1, denoised);
            if (i > 0 && next != 0)
            {
                var change = 0.5 * (1 - ratio) * Math.Log(sigma / next) / Math.Log(walk.Sigma(i - 1) / sigma);
                Mix.Of(x, 1, x, change, denoised, -change, old);
            }

            (unconditional, old) = (old, unconditional);
        }

        return x;
    }
}

/// <summary>DPM-Solver++(2S) further than sigma says, then noise is added.</summary>
internal sealed class DpmPlusAncestralSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, middle) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var (down, up) = Ancestral(sigma, next, eta);
            if (down != 0)
            {
                var half = Math.Sqrt(sigma * down);
                Straight(middle, x, denoised, half / sigma);
                walk.Ask(middle, half, denoised);
            }

            Straight(x, x, denoised, down / sigma);
            if (next > 0)
            {
                walk.Draw(sigma, next, middle);
                Mix.Add(x, up * noiseScale, middle);
            }
        }

        return x;
    }
}

/// <summary>DPM-Solver++(2S) from the guided picture, in the direction that the negative side gives (CFG++); over the whole step that of the stage between.</summary>
internal sealed class DpmPlusAncestralGuidedSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, unconditional, middle, denoisedMiddle) = (walk.X, walk.Room(), walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised, unconditional);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var (down, up) = Ancestral(sigma, next, eta);
            if (down == 0)
            {
                denoised.CopyTo(x.AsSpan());
            }
            else
            {
                var half = Math.Sqrt(sigma * down);
                Mix.Of(middle, half / sigma, x, -half / sigma, unconditional, 1, denoised);
                walk.Ask(middle, half, denoisedMiddle, unconditional);
                var ratio = down / sigma;
                Mix.Of(x, ratio, x, ratio, denoised, -ratio, unconditional, 1 - ratio, denoisedMiddle);
            }

            if (next > 0)
            {
                walk.Draw(sigma, next, middle);
                Mix.Add(x, up * noiseScale, middle);
            }
        }

        return x;
    }
}
