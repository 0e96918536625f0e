namespace MySpinBot.Diffusion;

/// <summary>To the next sigma and back, then with the mean of both directions (Karras et al., algorithm 2 without churn).</summary>
internal sealed class HeunSampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, ahead, denoisedAhead) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            Straight(ahead, x, denoised, next / sigma);
            walk.Ask(ahead, next, denoisedAhead);
            var half = 0.5 * (next - sigma);
            Mix.Of(x, 1 + (half / sigma), x, -half / sigma, denoised, half / next, ahead, -half / next, denoisedAhead);
        }

        return x;
    }
}

/// <summary>Heun's method over two steps ahead, where nearer directions count more (Heun++).</summary>
internal sealed class HeunPlusSampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, ahead) = (walk.X, walk.Room(), walk.Room());
        var slopes = walk.Rooms(3);
        var first = walk.Sigma(0);
        var last = walk.Sigma(walk.Steps);
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == last)
            {
                Straight(x, x, denoised, next / sigma);
                continue;
            }

            Slope(slopes[0], x, denoised, sigma);
            Straight(ahead, x, denoised, next / sigma);
            walk.Ask(ahead, next, denoised);
            Slope(slopes[1], ahead, denoised, next);
            var after = walk.Sigma(i + 2);
            var step = next - sigma;
            if (after == last)
            {
                var share = next / (2 * first);
                Mix.Of(x, 1, x, step * (1 - share), slopes[0], step * share, slopes[1]);
                continue;
            }

            Straight(ahead, ahead, denoised, after / next);
            walk.Ask(ahead, after, denoised);
            Slope(slopes[2], ahead, denoised, after);
            var (second, third) = (next / (3 * first), after / (3 * first));
            Mix.Of(x, 1, x, step * (1 - second - third), slopes[0], step * second, slopes[1], step * third, slopes[2]);
        }

        return x;
    }
}
