namespace MySpinBot.Diffusion;

/// <summary>Adams–Bashforth with up to four directions (iPNDM; Zhang and Chen, "Fast sampling of diffusion models with exponential integrator"): with the weights of even steps, or with those of the steps there are.</summary>
internal sealed class PseudoNumericalSampler(int order, bool isForUnevenSteps) : StepSampler
{
    private static readonly double[][] EvenWeights =
    [
        [1],
        [3.0 / 2, -1.0 / 2],
        [23.0 / 12, -16.0 / 12, 5.0 / 12],
        [55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24],
    ];

    private protected override float[] Go(Walk walk)
    {
        var (x, denoised) = (walk.X, walk.Room());
        var slopes = new History(walk.Rooms(order));
        Span<double> weights = stackalloc double[4];
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            Slope(slopes.Add(), x, denoised, sigma);
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            if (isForUnevenSteps)
            {
                UnevenWeights(walk, i, slopes.Count, weights);
            }
            else
            {
                EvenWeights[slopes.Count - 1].CopyTo(weights);
            }

            for (var j = 0; j < slopes.Count; j++)
            {
                Mix.Add(x, (next - sigma) * weights[j], slopes[j]);
            }
        }

        return x;
    }

    // Newton's divided differences, each integrated over the step. The third and fourth order are diff-sampler's formulas, which ComfyUI's pictures are made with.
    private static void UnevenWeights(Walk walk, int i, int count, Span<double> weights)
    {
        weights.Clear();
        weights[0] = 1;
        if (count == 1)
        {
            return;
        }

        var h = walk.Sigma(i + 1) - walk.Sigma(i);
        var h1 = walk.Sigma(i) - walk.Sigma(i - 1);
        weights[0] = 1 + (h / h1 / 2);
        weights[1] = -h / h1 / 2;
        if (count == 2)
        {
            return;
        }

        var h2 = walk.Sigma(i - 1) - walk.Sigma(i - 2);
        var third = (1 - (h / (3 * (h + h1)) * (h * (h + h1)) / (h1 * (h1 + h2)))) / 2;
        weights[0] += third;
        weights[1] -= (1 + (h1 / h2)) * third;
        weights[2] += third * h1 / h2;
        if (count == 3)
        {
            return;
        }

        var h3 = walk.Sigma(i - 2) - walk.Sigma(i - 3);
        var fourth = (((1 - (h / (3 * (h + h1)))) / 2) + ((1 - (h / (2 * (h + h1)))) * h / (6 * (h + h1 + h2))))
            * (h * (h + h1) * (h + h1 + h2)) / (h1 * (h1 + h2) * (h1 + h2 + h3));
        var ratio = h1 * (h1 + h2) / (h2 * (h2 + h3));
        weights[0] += fourth;
        weights[1] -= (1 + (h1 / h2) + ratio) * fourth;
        weights[2] += ((h1 / h2) + (ratio * (1 + (h2 / h3)))) * fourth;
        weights[3] -= fourth * ratio * h1 / h2;
    }
}
