namespace MySpinBot.Diffusion;

/// <summary>The way back that the training's noise implies (Ho et al., "Denoising diffusion probabilistic models", algorithm 2).</summary>
internal sealed class DdpmSampler : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, noise) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            // In the scale of variance-preserving processes, x / √(1 + σ²), and back.
            var (all, allNext) = (1 + (sigma * sigma), 1 + (next * next));
            var step = allNext / all;
            var scale = Math.Sqrt(allNext / step);
            var ofNoise = scale * (1 - step) * Math.Sqrt(all) / sigma / sigma;
            Mix.Of(x, (scale / Math.Sqrt(all)) - ofNoise, x, ofNoise, denoised);
            walk.Draw(sigma, next, noise);
            Mix.Add(x, Math.Sqrt((1 - step) * (next * next / allNext) / (sigma * sigma / all) * allNext), noise);
        }

        return x;
    }
}

/// <summary>To the picture in one step, and back to the next sigma with new noise (Luo et al., "Latent consistency models").</summary>
/// <param name="firstScale">What noise is multiplied by at the first step.</param>
/// <param name="lastScale">What noise is multiplied by at the last step, evenly between.</param>
/// <param name="limit">How many deviations noise may be away from 0; 0 for no limit.</param>
internal sealed class ConsistencySampler(double firstScale, double lastScale, double limit) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, noise) = (walk.X, walk.Room(), walk.Room());
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var next = walk.Sigma(i + 1);
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            walk.Draw(walk.Sigma(i), next, noise);
            Limit(noise);
            var share = walk.Steps > 1 ? (double)i / (walk.Steps - 1) : 0;
            Mix.Of(x, 1, denoised, next * (firstScale + ((lastScale - firstScale) * share)), noise);
        }

        return x;
    }

    private void Limit(float[] noise)
    {
        if (limit == 0)
        {
            return;
        }

        var (sum, squares) = (0.0, 0.0);
        foreach (var value in noise)
        {
            sum += value;
            squares += (double)value * value;
        }

        var most = (float)(limit * Math.Sqrt((squares - (sum * sum / noise.Length)) / (noise.Length - 1)));
        foreach (ref var value in noise.AsSpan())
        {
            value = Math.Clamp(value, -most, most);
        }
    }
}
