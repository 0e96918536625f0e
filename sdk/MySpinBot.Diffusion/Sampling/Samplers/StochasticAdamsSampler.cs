namespace MySpinBot.Diffusion;

/// <summary>The numbers of SA-Solver.</summary>
internal sealed class AdamsOptions(SamplerOptions options)
{
    private readonly double _eta = options.Take("eta", 1, 0, 10);
    private readonly double _start = options.Take("tau_start", -1, -1, 1e10);
    private readonly double _end = options.Take("tau_end", -1, -1, 1e10);

    public double NoiseScale { get; } = options.Take("s_noise", 1, 0, 100);

    public int PredictorOrder { get; } = options.Count("predictor_order", 3, 1, 6);

    public int CorrectorOrder { get; } = options.Count("corrector_order", 4, 0, 6);

    public bool IsSimple { get; } = options.Has("simple_order_2");

    /// <summary>How much noise is made new on the way to a sigma: some between a fifth and four fifths of the sampling where nothing else is said, none outside.</summary>
    public double Tau(ModelSampling sampling, double sigma)
    {
        var start = _start < 0 ? sampling.AtShare(0.2) : _start;
        var end = _end < 0 ? sampling.AtShare(0.8) : _end;
        return sigma <= start && sigma >= end ? _eta : 0;
    }
}

/// <summary>Stochastic Adams: a polynomial through the last pictures predicts, one through the new picture too corrects (Xue et al., "SA-Solver").</summary>
internal sealed class StochasticAdamsSampler(AdamsOptions options, bool isEvaluatedTwice) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, predicted, noise) = (walk.X, walk.Room(), walk.Room());
        var pictures = new History(walk.Rooms(Math.Max(options.PredictorOrder, options.CorrectorOrder)));
        var endsAtZero = walk.Sigma(walk.Steps) == 0;
        Span<double> weights = stackalloc double[6];
        var (tau, hasNoise) = (0.0, false);
        x.CopyTo(predicted.AsSpan());
        for (var i = 0; i < walk.Steps; i++)
        {
            var denoised = pictures.Add();
            walk.Step(i, predicted, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            var corrector = i == 0 || (next == 0 && !isEvaluatedTwice) ? 0 : Math.Min(options.CorrectorOrder, pictures.Count);
            var predictor = Math.Min(options.PredictorOrder, pictures.Count);
            if (endsAtZero)
            {
                // Lower orders towards the end, where a polynomial would swing.
                (corrector, predictor) = (Math.Min(corrector, walk.Steps - i), Math.Min(predictor, walk.Steps - 1 - i));
            }

            if (corrector == 0)
            {
                predicted.CopyTo(x.AsSpan());
            }
            else
            {
                Move(x, x, walk, i - 1, tau, pictures, weights[..corrector], isCorrector: true);
                if (hasNoise)
                {
                    Mix.Add(x, 1, noise);
                }

                if (isEvaluatedTwice)
                {
                    walk.Ask(x, sigma, denoised);
                }
            }

            if (next == 0)
            {
                denoised.CopyTo(predicted.AsSpan());
                continue;
            }

            tau = options.Tau(walk.Sampling, (float)next);
            Move(predicted, x, walk, i, tau, pictures, weights[..predictor], isCorrector: false);
            hasNoise = tau > 0 && options.NoiseScale > 0;
            if (hasNoise)
            {
                walk.Draw(sigma, next, noise);
                var grown = Math.Sqrt(-Special.ExpM1(-2 * tau * tau * Math.Log(sigma / next)));
                Mix.Of(noise, next * grown * options.NoiseScale, noise);
                Mix.Add(predicted, 1, noise);
            }
        }

        return predicted;
    }

    // From the sigma of a step to the next, with as many pictures as there are weights. The newest picture of a corrector is that of the step's end.
    private void Move(float[] to, float[] x, Walk walk, int step, double tau, History pictures, Span<double> weights, bool isCorrector)
    {
        var (sigma, next) = (walk.Sigma(step), walk.Sigma(step + 1));
        Span<double> places = stackalloc double[weights.Length];
        for (var k = 0; k < places.Length; k++)
        {
            places[k] = -Math.Log(walk.Sigma((isCorrector ? step + 1 : step) - k));
        }

        var (from, end) = (-Math.Log(sigma), -Math.Log(next));
        if (options.IsSimple && weights.Length == 2)
        {
            SimpleWeights(from, end, places, 1 + (tau * tau), isCorrector, weights);
        }
        else
        {
            Weights(from, end, places, 1 + (tau * tau), weights);
        }

        Mix.Of(to, next / sigma * Math.Exp(-tau * tau * (end - from)), x);
        for (var k = 0; k < weights.Length; k++)
        {
            Mix.Add(to, weights[k], pictures[k]);
        }
    }

    // The weights with which polynomials up to the order are integrated exactly against exp((1 + τ²) λ) (equations 15 and 18), in λ counted from the step's end.
    private static void Weights(double from, double end, ReadOnlySpan<double> places, double rate, Span<double> weights)
    {
        var size = weights.Length;
        var matrix = new double[size, size];
        var h = end - from;
        var integral = 0.0;
        for (var p = 0; p < size; p++)
        {
            integral = (p == 0 ? 1 : 0) - (Math.Pow(-h, p) * Math.Exp(-rate * h)) - (p == 0 ? 0 : p / rate * integral);
            weights[p] = integral;
            for (var k = 0; k < size; k++)
            {
                matrix[p, k] = Math.Pow(places[k] - end, p);
            }
        }

        LinearSystem.Solve(matrix, weights);
    }

    // The paper's short form for two pictures (appendix D).
    private static void SimpleWeights(double from, double end, ReadOnlySpan<double> places, double rate, bool isCorrector, Span<double> weights)
    {
        var h = end - from;
        var whole = -Special.ExpM1(-rate * h);
        if (isCorrector)
        {
            weights[0] = 0.5 * rate * h;
            weights[1] = whole - weights[0];
            return;
        }

        weights[1] = 0.5 * rate * h * h / (places[1] - from);
        weights[0] = whole - weights[1];
    }
}
