namespace MySpinBot.Diffusion;

/// <summary>The unified predictor and corrector of order 3 (Zhao et al., "UniPC", B₁(h) or B₂(h)), in the scale of variance-preserving processes, x / √(1 + σ²). Goes to a sigma of 0.001 where the last is 0.</summary>
internal sealed class UnifiedSampler(bool isSecondVariant) : StepSampler
{
    private const int MaxOrder = 3;
    private const float Least = 0.001f;

    private protected override float[] Go(Walk walk)
    {
        var (x, straight, exploding) = (walk.X, walk.Room(), walk.Room());
        var pictures = new History(walk.Rooms(MaxOrder + 1));
        var places = new Place[walk.Steps + 1];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Place.At(walk.Sigma(i) > 0 ? (float)walk.Sigma(i) : Least);
        }

        var order = Math.Clamp(walk.Steps - 1, 1, MaxOrder);
        Mix.Of(x, 1 / places[0].Scale, x);
        Look(walk, places[0], x, exploding, pictures.Add());
        for (var i = 1; i <= walk.Steps; i++)
        {
            // The last two updates are told as one: there are as many tellings as steps.
            if (i < walk.Steps)
            {
                walk.Tell(i - 1, walk.Sigma(i - 1), x, pictures[0]);
            }

            Update(walk, places.AsSpan(..(i + 1)), i < order ? i : Math.Min(order, walk.Steps + 1 - i), x, straight, exploding, pictures, hasCorrector: i < walk.Steps);
        }

        walk.Tell(walk.Steps - 1, walk.Sigma(walk.Steps - 1), x, pictures[0]);
        Mix.Of(x, 1 / places[^1].Alpha, x);
        return x;
    }

    // What the model sees, by way of the noise as the reference has it: its rounding is in the pictures.
    private static void Look(Walk walk, Place place, float[] x, float[] exploding, float[] picture)
    {
        Mix.Of(exploding, place.Scale, x);
        walk.Ask(exploding, place.Sigma, picture);
        var share = place.Deviation / (place.Alpha * place.Sigma);
        Mix.Of(picture, share, picture, (1 / place.Alpha) - (share * place.Scale), x);
    }

    // To the last of the places, from the one before.
    private void Update(Walk walk, ReadOnlySpan<Place> places, int order, float[] x, float[] straight, float[] exploding, History pictures, bool hasCorrector)
    {
        var (place, next) = (places[^2], places[^1]);
        var h = place.HalfLogSnr - next.HalfLogSnr;
        var whole = Special.ExpM1(h);
        Mix.Of(straight, next.Deviation / place.Deviation, x, -next.Alpha * whole, pictures[0]);

        Span<double> ratios = stackalloc double[order];
        for (var k = 1; k < order; k++)
        {
            ratios[k - 1] = (place.HalfLogSnr - places[^(k + 2)].HalfLogSnr) / h;
        }

        ratios[order - 1] = 1;
        Span<double> weights = stackalloc double[order];
        var scale = -next.Alpha * (isSecondVariant ? whole : h);
        Weights(ratios[..^1], h, whole, weights[..^1]);
        straight.CopyTo(x.AsSpan());
        Bend(x, pictures, 0, ratios[..^1], weights, scale);
        if (!hasCorrector)
        {
            return;
        }

        var seen = pictures.Add();
        Look(walk, next, x, exploding, seen);
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

    /// <summary>A sigma in the scale of variance-preserving processes: in single precision, which near 0 is coarse, and in which the reference computes.</summary>
    private readonly record struct Place(float Sigma, float Scale, float Alpha, float Deviation, float HalfLogSnr)
    {
        public static Place At(float sigma)
        {
            var log = 0.5f * MathF.Log(1 / ((sigma * sigma) + 1));
            var noise = 1 - MathF.Exp(2 * log);
            return new Place(sigma, MathF.Sqrt((sigma * sigma) + 1), MathF.Exp(log), MathF.Sqrt(noise), log - (0.5f * MathF.Log(noise)));
        }
    }
}
