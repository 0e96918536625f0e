namespace MySpinBot.Diffusion;

/// <summary>The refined exponential solver of second order with one step of memory (Zhang et al., "Improved order analysis and design of exponential integrator for diffusion models sampling").</summary>
internal sealed class ResMultistepSampler(double eta, double noiseScale, bool isGuided) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, old, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        var seen = isGuided ? walk.Room() : denoised;
        var oldDown = 0.0;
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised, isGuided ? seen : null);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var (down, up) = Ancestral(sigma, next, eta);
            if (down == 0 || i == 0)
            {
                if (isGuided)
                {
                    Mix.Of(x, down / sigma, x, -down / sigma, seen, 1, denoised);
                }
                else
                {
                    Straight(x, x, denoised, down / sigma);
                }
            }
            else
            {
                if (isGuided)
                {
                    Mix.Of(x, 1, x, 1, denoised, -1, seen);
                }

                var (ofNew, ofOld) = Weights(Math.Log(sigma / down), Math.Log(oldDown / walk.Sigma(i - 1)));
                Mix.Of(x, down / sigma, x, ofNew, seen, ofOld, old);
            }

            if (next > 0 && eta > 0)
            {
                walk.Draw(sigma, next, noise);
                Mix.Add(x, up * noiseScale, noise);
            }

            oldDown = down;
            (seen, old) = (old, seen);
            denoised = isGuided ? denoised : seen;
        }

        return x;
    }

    // h · (φ₁ − φ₂ / c) and h · φ₂ / c of −h, where c is the place of the last picture in steps of h.
    private static (double OfNew, double OfOld) Weights(double h, double distance)
    {
        var first = -Special.ExpM1(-h) / h;
        var second = (1 - first) / h;
        var share = second * h / distance;
        return double.IsFinite(share) ? (h * (first - share), h * share) : (0, 0);
    }
}
