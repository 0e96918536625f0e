namespace MySpinBot.Diffusion;

/// <summary>The reverse equation with a noise function of choice, in up to three stages (Cui et al., "Elucidating the solution space of extended reverse-time SDE", ER-SDE-Solver-3).</summary>
/// <param name="noiseScale">What noise is multiplied by.</param>
/// <param name="stages">How many of the last pictures count: 1 to 3.</param>
/// <param name="power">The noise function is this power of sigma; 0 for the paper's, σ · (exp(σ^0.3) + 10).</param>
internal sealed class ExtendedReverseSampler(double noiseScale, int stages, double power) : StepSampler
{
    private const int Parts = 200;

    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, old, change, oldChange, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var ratio = Noise(next) / Noise(sigma);
            Straight(x, x, denoised, ratio);
            var stage = Math.Min(stages, i + 1);
            if (stage >= 2)
            {
                var (first, second) = Integrals(sigma, next);
                Mix.Difference(change, 1 / (sigma - walk.Sigma(i - 1)), denoised, old);
                Mix.Add(x, next - sigma + (first * Noise(next)), change);
                if (stage >= 3)
                {
                    var bend = (((next - sigma) * (next - sigma) / 2) + (second * Noise(next))) / ((sigma - walk.Sigma(i - 2)) / 2);
                    Mix.Of(x, 1, x, bend, change, -bend, oldChange);
                }

                (change, oldChange) = (oldChange, change);
            }

            if (noiseScale > 0)
            {
                walk.Draw(sigma, next, noise);
                Mix.Add(x, noiseScale * Math.Sqrt(Math.Max((next * next) - (sigma * sigma * ratio * ratio), 0)), noise);
            }

            (denoised, old) = (old, denoised);
        }

        return x;
    }

    private double Noise(double sigma) => power > 0 ? Math.Pow(sigma, power) : sigma * (Math.Exp(Math.Pow(sigma, 0.3)) + 10);

    // ∫ 1 / noise and ∫ (λ − σ) / noise over the step, by rectangles as the paper has it.
    private (double First, double Second) Integrals(double sigma, double next)
    {
        var part = (sigma - next) / Parts;
        var (first, second) = (0.0, 0.0);
        for (var p = 0; p < Parts; p++)
        {
            var place = next + (p * part);
            var share = 1 / Noise(place);
            first += share;
            second += (place - sigma) * share;
        }

        return (first * part, second * part);
    }
}
