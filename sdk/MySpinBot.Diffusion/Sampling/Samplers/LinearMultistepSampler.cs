namespace MySpinBot.Diffusion;

/// <summary>A polynomial through the last directions, integrated over the step (Adams–Bashforth for uneven steps).</summary>
internal sealed class LinearMultistepSampler(int order) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised) = (walk.X, walk.Room());
        var slopes = new History(walk.Rooms(Math.Min(order, walk.Steps)));
        var (places, weights) = GaussLegendre((order / 2) + 1);
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            Slope(slopes.Add(), x, denoised, walk.Sigma(i));
            if (walk.Sigma(i + 1) == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            for (var j = 0; j < slopes.Count; j++)
            {
                Mix.Add(x, Coefficient(walk, i, j, slopes.Count, places, weights), slopes[j]);
            }
        }

        return x;
    }

    // The integral of the polynomial that is 1 at the direction's sigma and 0 at the others'.
    private static double Coefficient(Walk walk, int step, int back, int count, double[] places, double[] weights)
    {
        var (start, end) = (walk.Sigma(step), walk.Sigma(step + 1));
        var (middle, half) = (0.5 * (start + end), 0.5 * (end - start));
        var sum = 0.0;
        for (var p = 0; p < places.Length; p++)
        {
            var sigma = middle + (half * places[p]);
            var value = 1.0;
            for (var k = 0; k < count; k++)
            {
                value *= k == back ? 1 : (sigma - walk.Sigma(step - k)) / (walk.Sigma(step - back) - walk.Sigma(step - k));
            }

            sum += weights[p] * value;
        }

        return half * sum;
    }

    // Roots of the Legendre polynomial and their weights: exact for polynomials of degree 2n − 1.
    private static (double[] Places, double[] Weights) GaussLegendre(int count)
    {
        var (places, weights) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            var slope = 1.0;
            for (var pass = 0; pass < 100; pass++)
            {
                var (value, before) = (x, 1.0);
                for (var n = 2; n <= count; n++)
                {
                    (value, before) = (((((2 * n) - 1) * x * value) - ((n - 1) * before)) / n, value);
                }

                slope = count * ((x * value) - before) / ((x * x) - 1);
                var change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-15)
                {
                    break;
                }
            }

            (places[i], weights[i]) = (x, 2 / ((1 - (x * x)) * slope * slope));
        }

        return (places, weights);
    }
}
