namespace MySpinBot.Diffusion;

/// <summary>Exponential steps for the stochastic equation with one stage between (Gonzalez et al., "SEEDS", stage 2; with the stage at the end, an exponential Heun method).</summary>
/// <param name="eta">How much noise is made new.</param>
/// <param name="noiseScale">What noise is multiplied by.</param>
/// <param name="stage">Where the stage lies in the logarithm of sigma: 0 at the beginning of the step, 1 at its end.</param>
/// <param name="isSecondOrder">Whether the change of the picture counts by the exact integral, or by a share of the step.</param>
internal sealed class SeedsSampler(double eta, double noiseScale, double stage, bool isSecondOrder) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, between, denoisedBetween) = (walk.X, walk.Room(), walk.Room(), walk.Room());
        var noise = new SegmentNoise(walk, eta, noiseScale);
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var h = Math.Log(sigma / next);
            var wide = h * (eta + 1);
            var middle = sigma * Math.Exp(-stage * h);
            Mix.Of(between, middle / sigma * Math.Exp(-stage * h * eta), x, -Special.ExpM1(-stage * wide), denoised);
            noise.Begin(between, sigma, middle);
            walk.Ask(between, middle, denoisedBetween);

            var whole = -Special.ExpM1(-wide);
            var share = isSecondOrder ? (1 - (whole / wide)) / stage : whole / (2 * stage);
            Mix.Of(x, next / sigma * Math.Exp(-h * eta), x, whole - share, denoised, share, denoisedBetween);
            noise.GoOn(x, middle, next);
        }

        return x;
    }
}

/// <summary>Exponential steps for the stochastic equation with two stages between (Gonzalez et al., "SEEDS", stage 3).</summary>
internal sealed class ThreeStageSeedsSampler(double eta, double noiseScale, double first, double second) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, denoised, between, seen, seenFurther) = (walk.X, walk.Room(), walk.Room(), walk.Room(), walk.Room());
        var noise = new SegmentNoise(walk, eta, noiseScale);
        for (var i = 0; i < walk.Steps; i++)
        {
            walk.Step(i, x, denoised);
            var (sigma, next) = (walk.Sigma(i), walk.Sigma(i + 1));
            if (next == 0)
            {
                denoised.CopyTo(x.AsSpan());
                continue;
            }

            var h = Math.Log(sigma / next);
            var wide = h * (eta + 1);
            var (near, far) = (sigma * Math.Exp(-first * h), sigma * Math.Exp(-second * h));
            Mix.Of(between, near / sigma * Math.Exp(-first * h * eta), x, -Special.ExpM1(-first * wide), denoised);
            noise.Begin(between, sigma, near);
            walk.Ask(between, near, seen);

            var part = -Special.ExpM1(-second * wide);
            var share = second / first * (1 - (part / (second * wide)));
            Mix.Of(between, far / sigma * Math.Exp(-second * h * eta), x, part - share, denoised, share, seen);
            noise.GoOn(between, near, far);
            walk.Ask(between, far, seenFurther);

            var whole = -Special.ExpM1(-wide);
            share = (1 - (whole / wide)) / second;
            Mix.Of(x, next / sigma * Math.Exp(-h * eta), x, whole - share, denoised, share, seenFurther);
            noise.GoOn(x, far, next);
        }

        return x;
    }
}

/// <summary>Noise over the parts of a step: each part's is what came before it, decayed, with its own.</summary>
internal sealed class SegmentNoise(Walk walk, double eta, double noiseScale)
{
    private readonly bool _isOn = eta > 0 && noiseScale > 0;
    private readonly float[] _noise = eta > 0 ? walk.Room() : [];
    private readonly float[] _own = eta > 0 ? walk.Room() : [];

    /// <summary>Adds the noise of the first part.</summary>
    public void Begin(float[] x, double from, double to)
    {
        if (!_isOn)
        {
            return;
        }

        walk.Draw(from, to, _own);
        Mix.Of(_noise, Grown(from, to), _own);
        Mix.Add(x, to * noiseScale, _noise);
    }

    /// <summary>Adds the noise up to the end of a further part.</summary>
    public void GoOn(float[] x, double from, double to)
    {
        if (!_isOn)
        {
            return;
        }

        walk.Draw(from, to, _own);
        Mix.Of(_noise, Math.Pow(to / from, eta), _noise, Grown(from, to), _own);
        Mix.Add(x, to * noiseScale, _noise);
    }

    private double Grown(double from, double to) => Math.Sqrt(Math.Max(-Special.ExpM1(-2 * eta * Math.Log(from / to)), 0));
}
