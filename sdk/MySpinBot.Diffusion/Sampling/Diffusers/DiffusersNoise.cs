namespace MySpinBot.Diffusion;

/// <summary>How much of the picture is left at each time that a model was trained for: betas and the products of 1 − beta, in single precision, as torch has them.</summary>
/// <remarks>The zero terminal signal-to-noise ratio is algorithm 1 of Lin et al., "Common diffusion noise schedules and sample steps are flawed".</remarks>
internal sealed class DiffusersNoise
{
    private const double MostBeta = 0.999;

    private readonly float[] _betas;
    private readonly float[] _alphas;

    public DiffusersNoise(DiffusersConfig config)
    {
        _betas = config.TrainedBetas.IsDefaultOrEmpty ? Spread(config) : [.. config.TrainedBetas];
        if (config.HasZeroTerminal)
        {
            EndInNoise(_betas);
        }

        _alphas = Products(_betas);
    }

    /// <summary>The betas.</summary>
    public ReadOnlySpan<float> Betas => _betas;

    /// <summary>What is left of the picture's variance at each time.</summary>
    public ReadOnlySpan<float> Alphas => _alphas;

    /// <summary>How much noise beside a picture of full strength there is at each time: √((1 − a) / a).</summary>
    /// <param name="least">What stands for a picture of which nothing is left.</param>
    public double[] Sigmas(double least)
    {
        var sigmas = new double[_alphas.Length];
        for (var i = 0; i < sigmas.Length; i++)
        {
            var alpha = Math.Max(_alphas[i], least);
            sigmas[i] = (float)Math.Sqrt((1 - alpha) / alpha);
        }

        return sigmas;
    }

    /// <summary>A picture with noise, as it is at a time: √a · picture + √(1 − a) · noise.</summary>
    public void Add(ReadOnlySpan<float> picture, ReadOnlySpan<float> noise, int time, Span<float> noisy) => Mix.Of(noisy, Math.Sqrt(_alphas[time]), picture, Math.Sqrt(1 - _alphas[time]), noise);

    /// <summary>What a model that predicts velocities is to say of it: √a · noise − √(1 − a) · picture.</summary>
    public void Velocity(ReadOnlySpan<float> picture, ReadOnlySpan<float> noise, int time, Span<float> velocity) => Mix.Of(velocity, Math.Sqrt(_alphas[time]), noise, -Math.Sqrt(1 - _alphas[time]), picture);

    private static float[] Spread(DiffusersConfig config)
    {
        var betas = new float[config.TrainSteps];
        var (first, last) = config.Betas == BetaLaw.ScaledLinear ? (Math.Sqrt(config.BetaStart), Math.Sqrt(config.BetaEnd)) : (config.BetaStart, config.BetaEnd);
        for (var i = 0; i < betas.Length; i++)
        {
            var even = (float)(first + ((last - first) * i / Math.Max(betas.Length - 1, 1)));
            betas[i] = config.Betas switch
            {
                BetaLaw.Linear => even,
                BetaLaw.ScaledLinear => even * even,
                _ => (float)Math.Min(1 - (Cosine((i + 1.0) / betas.Length) / Cosine((double)i / betas.Length)), MostBeta),
            };
        }

        return betas;
    }

    private static double Cosine(double share) => Math.Pow(Math.Cos((share + 0.008) / 1.008 * Math.PI / 2), 2);

    // torch multiplies in double precision on, and rounds what it gives.
    private static float[] Products(float[] betas)
    {
        var products = new float[betas.Length];
        var product = 1.0;
        for (var i = 0; i < betas.Length; i++)
        {
            product *= 1 - betas[i];
            products[i] = (float)product;
        }

        return products;
    }

    private static void EndInNoise(float[] betas)
    {
        var roots = Array.ConvertAll(Products(betas), MathF.Sqrt);
        var (first, last) = (roots[0], roots[^1]);
        var before = 1f;
        for (var i = 0; i < betas.Length; i++)
        {
            var root = (roots[i] - last) * (first / (first - last));
            var product = root * root;
            betas[i] = 1 - (i == 0 ? product : product / before);
            before = product;
        }
    }
}
