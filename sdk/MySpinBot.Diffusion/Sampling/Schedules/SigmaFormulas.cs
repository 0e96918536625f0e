namespace MySpinBot.Diffusion;

/// <summary>Sigmas from formulas, in single precision where torch computes them so: what goes in has been rounded already, and a picture must not depend on the rest.</summary>
internal static class SigmaFormulas
{
    /// <summary>Even in the root of order rho (Karras et al., equation 5), then 0.</summary>
    public static float[] Karras(int steps, double least, double most, double rho = 7)
    {
        var (low, high) = (Math.Pow(least, 1 / rho), Math.Pow(most, 1 / rho));
        return ToZero(Ramp.Even(0, 1, steps), ramp => (float)Math.Pow((float)high + (ramp * (float)(low - high)), rho));
    }

    /// <summary>Even in the logarithm, then 0.</summary>
    public static float[] Exponential(int steps, double least, double most)
        => ToZero(Ramp.Even(Math.Log(most), Math.Log(least), steps), log => (float)Math.Exp(log));

    /// <summary>A polynomial in the logarithm, then 0.</summary>
    public static float[] Polyexponential(int steps, double least, double most, double rho)
    {
        var (low, high) = (Math.Log(least), Math.Log(most));
        return ToZero(Ramp.Even(1, 0, steps), ramp => (float)Math.Exp(((float)Math.Pow(ramp, rho) * (float)(high - low)) + (float)low));
    }

    /// <summary>The continuous variance-preserving process (Song et al., "Score-based generative modeling"), then 0.</summary>
    public static float[] VariancePreserving(int steps, double betaRange, double betaLeast, double end)
        => ToZero(Ramp.Even(1, end, steps), t => (float)Math.Sqrt(Special.ExpM1(((float)betaRange * (t * t) / 2) + ((float)betaLeast * t))));

    /// <summary>The quantiles of a Laplace distribution of the logarithm (Hang et al., "Improved noise schedule for diffusion training"). Ends at the least sigma.</summary>
    public static float[] Laplace(int steps, double least, double most, double centre, double width)
    {
        var sigmas = Ramp.Even(0, 1, steps);
        foreach (ref var sigma in sigmas.AsSpan())
        {
            var side = MathF.Sign(0.5f - sigma);
            var log = (float)centre - ((float)width * side * MathF.Log(1 - (2 * MathF.Abs(0.5f - sigma)) + 1e-5f));
            sigma = Math.Clamp(MathF.Exp(log), (float)least, (float)most);
        }

        return sigmas;
    }

    /// <summary>A fortieth of the way in even steps for half of them, then a parabola to the end (Mochi's). Ends at 0.</summary>
    public static float[] LinearThenQuadratic(int steps, float most)
    {
        const double threshold = 0.025;
        var sigmas = new float[steps + 1];
        sigmas[0] = most;
        var even = steps / 2;
        var curved = steps - even;
        var left = even - (threshold * steps);
        var square = left / ((double)even * curved * curved);
        var slope = (threshold / even) - (2 * left / ((double)curved * curved));
        for (var i = 1; i < steps; i++)
        {
            var gone = i < even ? i * threshold / even : (square * i * i) + (slope * i) + (square * even * even);
            sigmas[i] = (float)(1 - gone) * most;
        }

        return sigmas;
    }

    /// <summary>Even in the angle whose tangent is sigma, then 0 (Sabour et al., "Align your steps", equation 15). Not a number for one step, as in ComfyUI.</summary>
    public static float[] KullbackLeibler(int steps, double least, double most)
    {
        var sigmas = new float[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            var share = steps == 1 ? float.NaN : (float)i / (steps - 1);
            sigmas[i] = (float)Math.Tan((share * (float)Math.Atan(least)) + ((1 - share) * (float)Math.Atan(most)));
        }

        return sigmas;
    }

    private static float[] ToZero(float[] ramp, Func<float, float> sigma)
    {
        var sigmas = new float[ramp.Length + 1];
        for (var i = 0; i < ramp.Length; i++)
        {
            sigmas[i] = sigma(ramp[i]);
        }

        return sigmas;
    }
}
