namespace MySpinBot.Diffusion;

/// <summary>The unified predictor and corrector of order 3 (Zhao et al., "UniPC", B₁(h) or B₂(h)), in the scale of variance-preserving processes, x / √(1 + σ²). Goes to a sigma of 0.001 where the last is 0.</summary>
internal sealed class UnifiedSampler(bool isSecondVariant) : StepSampler
{
    private const int MaxOrder = 3;
    private const double Least = 0.001;

    private protected override float[] Go(Walk walk)
    {
        var (x, straight, exploding) = (walk.X, walk.Room(), walk.Room());
        var pictures = new History(walk.Rooms(MaxOrder + 1));
        var order = Math.Clamp(walk.Steps - 1, 1, MaxOrder);
        walk.Ask(x, Sigma(walk, 0), pictures.Add());
        Mix.Of(x, Kept(Sigma(walk, 0)), x);
        for (var i = 1; i <= walk.Steps; i++)
        {
            // The last two updates are told as one: there are as many tellings as steps.
            if (i < walk.Steps)
            {
                walk.Tell(i - 1, walk.Sigma(i - 1), x, pictures[0]);
            }

            Update(walk, i, i < order ? i : Math.Min(order, walk.Steps + 1 - i), x, straight, exploding, pictures, hasCorrector: i < walk.Steps);
        }

        walk.Tell(walk.Steps - 1, walk.Sigma(walk.Steps - 1), x, pictures[0]);
        Mix.Of(x, 1 / Kept(Sigma(walk, walk.Steps)), x);
        return x;
    }

    // To the sigma of a step, from that of the step before.
    private void Update(Walk walk, int step, int order, float[] x, float[] straight, float[] exploding, History pictures, bool hasCorrector)
    {
        var (sigma, next) = (Sigma(walk, step - 1), Sigma(walk, step));
        var h = -Math.Log(sigma / next);
        var whole = Special.ExpM1(h);
        Mix.Of(straight, next * Kept(next) / (sigma * Kept(sigma)), x, -Kept(next) * whole, pictures[0]);

        Span<double> ratios = stackalloc double[order];
        for (var k = 1; k < order; k++)
        {
            ratios[k - 1] = Math.Log(Sigma(walk, step - 1 - k) / sigma) / h;
        }

        ratios[order - 1] = 1;
        Span<double> weights = stackalloc double[order];
        var scale = -Kept(next) * (isSecondVariant ? whole : h);
        Weights(ratios[..^1], h, whole, weights[..^1]);
        straight.CopyTo(x.AsSpan());
        Bend(x, pictures, 0, ratios[..^1], weights, scale);
        if (!hasCorrector)
        {
            return;
        }

        Mix.Of(exploding, 1 / Kept(next), x);
        var seen = pictures.Add();
        walk.Ask(exploding, next, seen);
        Weights(ratios, h, whole, weights);
        straight.CopyTo(x.AsSpan());
        Bend(x, pictures, 1, ratios[..^1], weights, scale);
        var share = scale * weights[^1];
        Mix.Of(x, 1, x, share, seen, -share, pictures[1]);
    }

    // Adds the weighted differences of older pictures to the last of the steps that were made.
    private static void Bend(float[] x, History pictures, int last, ReadOnlySpan<double> ratios, ReadOnlySpan<double> weights, double scale)
    {
        for (var k = 0; k < ratios.Length; k++)
        {
            var share = scale * weights[k] / ratios[k];
            Mix.Of(x, 1, x, share, pictures[last + 1 + k], -share, pictures[last]);
        }
    }

    // The weights for which polynomials of the order are integrated exactly (equation 8); with one alone, a half.
    private void Weights(ReadOnlySpan<double> ratios, double h, double whole, Span<double> weights)
    {
        var size = ratios.Length;
        if (size < 2)
        {
            weights.Fill(0.5);
            return;
        }

        var matrix = new double[size, size];
        var scale = isSecondVariant ? whole : h;
        var (phi, factorial) = ((whole / h) - 1, 1.0);
        for (var row = 0; row < size; row++)
        {
            for (var k = 0; k < size; k++)
            {
                matrix[row, k] = Math.Pow(ratios[k], row);
            }

            weights[row] = phi * factorial / scale;
            factorial *= row + 2;
            phi = (phi / h) - (1 / factorial);
        }

        LinearSystem.Solve(matrix, weights);
    }

    private static double Sigma(Walk walk, int step) => walk.Sigma(step) is > 0 and var sigma ? sigma : Least;

    private static double Kept(double sigma) => 1 / Math.Sqrt(1 + (sigma * sigma));
}
