using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Sigmas that are looked up in a model's table, or at its times.</summary>
internal static class TableSchedules
{
    // A sigma that small is 0 already, and needs none behind it.
    private const double Nothing = 0.00001;

    /// <summary>Even places from the end of the table, then 0.</summary>
    public static float[] Simple(ModelSampling sampling, int steps)
    {
        var table = sampling.Table;
        var stride = (double)table.Length / steps;
        var sigmas = new float[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            sigmas[i] = table[^(1 + (int)(i * stride))];
        }

        return sigmas;
    }

    /// <summary>Every so many places from the second on, then 0. So many as fit: often more than were asked for.</summary>
    public static float[] EvenPlaces(ModelSampling sampling, int steps)
    {
        var table = sampling.Table;
        var endsInTable = Math.Abs(table[1]) <= Nothing;
        var stride = Math.Max(table.Length / (endsInTable ? steps + 1 : steps), 1);
        var count = ((table.Length - 2) / stride) + 1;
        var sigmas = new float[endsInTable ? count : count + 1];
        for (var i = 0; i < count; i++)
        {
            sigmas[count - 1 - i] = table[1 + (i * stride)];
        }

        return sigmas;
    }

    /// <summary>Even in time, then 0; with the last time among them, or without it.</summary>
    public static float[] EvenInTime(ModelSampling sampling, int steps, bool isBeforeEnd)
    {
        var (start, end) = (sampling.Timestep(sampling.SigmaMax), sampling.Timestep(sampling.SigmaMin));
        var endsInTime = !isBeforeEnd && Math.Abs(sampling.Sigma(end)) <= Nothing;
        var times = Ramp.Even(start, end, isBeforeEnd || endsInTime ? steps + 1 : steps);
        var count = isBeforeEnd ? steps : times.Length;
        var sigmas = new float[endsInTime ? count : count + 1];
        for (var i = 0; i < count; i++)
        {
            sigmas[i] = sampling.Sigma(times[i]);
        }

        return sigmas;
    }

    /// <summary>Places at even quantiles of a beta distribution, then 0; a place that comes twice is taken once (Lee et al., "Beta sampling is all you need").</summary>
    /// <exception cref="NodeFailure">Alpha or beta is not above 0.</exception>
    public static float[] Beta(ModelSampling sampling, int steps, double alpha = 0.6, double beta = 0.6)
    {
        if (!(alpha > 0 && beta > 0))
        {
            throw new NodeFailure($"A beta distribution has an alpha and a beta above 0, not {alpha} and {beta}.") { Input = alpha > 0 ? "beta" : "alpha" };
        }

        // A quantile is rounded to a place: so it is enough to know the distribution half way between the places.
        var table = sampling.Table;
        var between = new double[table.Length - 1];
        for (var i = 0; i < between.Length; i++)
        {
            between[i] = Special.Beta((i + 0.5) / between.Length, alpha, beta);
        }

        var sigmas = new List<float>(Math.Min(steps, table.Length) + 1);
        var place = between.Length;
        for (var i = 0; i < steps; i++)
        {
            var quantile = 1 - (i * (1.0 / steps));
            var lower = place;
            while (i > 0 && lower > 0 && IsBelow(quantile, between[lower - 1], lower - 1))
            {
                lower--;
            }

            if (i == 0 || lower != place)
            {
                sigmas.Add(table[lower]);
            }

            place = lower;
        }

        sigmas.Add(0);
        return [.. sigmas];
    }

    /// <summary>Every hundredth of a thousand times from the last down, then 0: what models are distilled for.</summary>
    public static float[] Turbo(ModelSampling sampling, int steps, double denoise)
    {
        const int distilled = 10;
        var first = distilled - (int)(distilled * denoise);
        var count = Math.Clamp(distilled - first, 0, steps);
        var sigmas = new float[count + 1];
        for (var i = 0; i < count; i++)
        {
            sigmas[i] = sampling.Sigma(((distilled - first - i) * 100) - 1);
        }

        return sigmas;
    }

    // A quantile half way between two places, as the median of a symmetrical distribution may be, is rounded to the even one.
    private static bool IsBelow(double quantile, double half, int below)
        => Math.Abs(quantile - half) < 1e-12 ? below % 2 == 0 : quantile < half;
}
