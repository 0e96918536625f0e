namespace MySpinBot.Diffusion;

/// <summary>Straight on, corrected by how the direction changed (Permenter and Yuan, "Interpreting and improving diffusion models from an optimization perspective").</summary>
internal sealed class GradientEstimationSampler(double gamma, bool isGuided) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, slope, old) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        var unconditional = isGuided ? walk.Room() : null;
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised, unconditional);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            Slope(slope, x, unconditional ?? denoised, sigma);
            if (isGuided)
            {
                Mix.Of(x, 1, denoised, next, slope);
            }
            else
            {
                Straight(x, x, denoised, next / sigma);
            }

            if (i > 0)
            {
                var share = (gamma - 1) * (next - sigma);
                Mix.Of(x, 1, x, share, slope, -share, old);
            }

            (slope, old) = (old, slope);
        }

        return x;
    }
}
