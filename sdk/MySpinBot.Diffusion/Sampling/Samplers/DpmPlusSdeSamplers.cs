namespace MySpinBot.Diffusion;

/// <summary>DPM-Solver++ for the stochastic equation, in one step with a stage between (Brownian noise).</summary>
/// <param name="eta">How much noise is made new.</param>
/// <param name="noiseScale">What noise is multiplied by.</param>
/// <param name="stage">Where the stage lies in the logarithm of sigma: 0 at the beginning of the step, 1 at its end.</param>
internal sealed class DpmPlusSdeSampler(double eta, double noiseScale, double stage) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        walk.TakeBrownianNoise();
        var (x, denoised, between, denoisedBetween, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var middle = sigma * Math.Pow(next / sigma, stage);
            var (down, up) = Ancestral(sigma, middle, eta);
            Straight(between, x, denoised, down / sigma);
            AddNoise(walk, between, noise, sigma, middle, up);
            walk.Ask(between, middle, denoisedBetween);

            (down, up) = Ancestral(sigma, next, eta);
            var ratio = down / sigma;
            var share = 1 / (2 * stage);
            Mix.Of(x, ratio, x, (1 - ratio) * (1 - share), denoised, (1 - ratio) * share, denoisedBetween);
            AddNoise(walk, x, noise, sigma, next, up);
        }

        return x;
    }

    private void AddNoise(Walk walk, float[] x, float[] noise, double from, double to, double up)
    {
        if (eta > 0 && noiseScale > 0)
        {
            walk.Draw(from, to, noise);
            Mix.Add(x, up * noiseScale, noise);
        }
    }
}

/// <summary>DPM-Solver++ for the stochastic equation, with the changes of the picture over the last steps (Brownian noise): one of them (2M), as midpoint or as Heun's method counts it, or two (3M).</summary>
/// <param name="eta">How much noise is made new.</param>
/// <param name="noiseScale">What noise is multiplied by.</param>
/// <param name="order">2 or 3.</param>
/// <param name="isMidpoint">Of order 2: whether the change counts half of the step, or by the exact integral.</param>
internal sealed class DpmPlusMultistepSdeSampler(double eta, double noiseScale, int order, bool isMidpoint) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        walk.TakeBrownianNoise();
        var (x, denoised, old, older, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room(), walk.Room());
        var (lastStep, stepBefore) = (0.0, 0.0);
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var h = Math.Log(sigma / next);
            var wide = h * (eta + 1);
            var whole = -Special.ExpM1(-wide);
            Mix.Of(x, next / sigma * Math.Exp(-h * eta), x, whole, denoised);
            var integral = 1 - (whole / wide);
            if (order == 3 && i > 1)
            {
                var (ratio, ratioBefore) = (lastStep / h, stepBefore / h);
                Bend(x, denoised, old, older, ratio, ratioBefore, integral, (integral / wide) - 0.5);
            }
            else if (i > 0)
            {
                var change = (order == 2 && isMidpoint ? 0.5 * whole : integral) * h / lastStep;
                Mix.Of(x, 1, x, change, denoised, -change, old);
            }

            if (eta > 0 && noiseScale > 0)
            {
                walk.Draw(sigma, next, noise);
                Mix.Add(x, next * Math.Sqrt(-Special.ExpM1(-2 * h * eta)) * noiseScale, noise);
            }

            (denoised, old, older) = (older, denoised, old);
            (lastStep, stepBefore) = (h, lastStep);
        }

        return x;
    }

    // First and second derivative from the differences of three pictures.
    private static void Bend(float[] x, float[] denoised, float[] old, float[] older, double ratio, double ratioBefore, double first, double second)
    {
        var sum = ratio + ratioBefore;
        var ofNew = (first * (1 + (ratio / sum))) - (second / sum);
        var ofOld = (-first * (ratio / sum)) + (second / sum);
        Mix.Of(x, 1, x, ofNew / ratio, denoised, (ofOld / ratioBefore) - (ofNew / ratio), old, -ofOld / ratioBefore, older);
    }
}
