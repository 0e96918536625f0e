namespace MySpinBot.Diffusion;

/// <summary>Polynomials in the time of a variance-preserving process through the last directions, integrated with its weight (DEIS; Zhang and Chen, "Fast sampling of diffusion models with exponential integrator", tAB).</summary>
internal sealed class ExponentialIntegratorSampler(int order) : StepSampler
{
    // Into so many parts a step is cut for the integral.
    private const int Parts = 10_000;

    private protected override float[] Go(Walk walk)
    {
        var (x, denoised) = (walk.X, walk.Room());
        var slopes = new History(walk.Rooms(order));
        var process = new Process();
        Span<double> times = stackalloc double[order + 1];
        Span<double> weights = stackalloc double[order];
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            Slope(slopes.Add(), x, denoised, sigma);
            if (slopes.Count == 1 || next == 0)
            {
                Straight(x, x, denoised, next / sigma);
                continue;
            }

            for (var j = 0; j <= slopes.Count; j++)
            {
                times[j] = process.Time(walk.Sigma(i + 1 - j));
            }

            process.Integrate(times[..(slopes.Count + 1)], weights);
            for (var j = 0; j < slopes.Count; j++)
            {
                Mix.Add(x, weights[j], slopes[j]);
            }
        }

        return x;
    }

    // The process whose sigma is 0.002 at time 0.001 and 80 at time 1. Single precision decides how near to 0 its betas get, and the pictures depend on it.
    private sealed class Process
    {
        private readonly float _betaLeast;
        private readonly float _betaRange;

        public Process()
        {
            const float start = 1e-3f;
            var low = MathF.Log((0.002f * 0.002f) + 1);
            var high = MathF.Log((80f * 80f) + 1);
            _betaRange = 2 * ((low / start) - high) / (start - 1);
            _betaLeast = high - (0.5f * _betaRange);
        }

        public double Time(double sigma)
        {
            var log = MathF.Log(((float)sigma * (float)sigma) + 1);
            return (MathF.Sqrt((_betaLeast * _betaLeast) + (2 * _betaRange * log)) - _betaLeast) / _betaRange;
        }

        /// <summary>The weights of the directions.</summary>
        /// <param name="times">Where the step ends, where it starts, and where the steps before it started.</param>
        /// <param name="weights">Room for one less.</param>
        public void Integrate(ReadOnlySpan<double> times, Span<double> weights)
        {
            weights.Clear();
            var end = times[0];
            var known = times[1..];
            var part = (end - known[0]) / (Parts - 1);
            for (var p = 0; p < Parts; p++)
            {
                var time = known[0] + (part * p);
                var kept = Math.Exp((-0.5 * time * time * _betaRange) - (time * _betaLeast));
                var speed = 0.5 * ((time * _betaRange) + _betaLeast) / Math.Sqrt(kept * (1 - kept));
                for (var j = 0; j < known.Length; j++)
                {
                    var value = speed;
                    for (var k = 0; k < known.Length; k++)
                    {
                        value *= k == j ? 1 : (time - known[k]) / (known[j] - known[k]);
                    }

                    weights[j] += value;
                }
            }

            for (var j = 0; j < known.Length; j++)
            {
                weights[j] *= (end - known[0]) / Parts;
            }
        }
    }
}
