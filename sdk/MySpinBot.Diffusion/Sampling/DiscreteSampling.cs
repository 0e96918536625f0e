using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A table of steps, as Stable Diffusion was trained: time is a place in the table, between places the logarithm of sigma goes straight.</summary>
internal sealed class DiscreteSampling : ModelSampling
{
    /// <summary>The most steps that a table may have.</summary>
    public const int MaxSteps = 100_000;

    // A consistency model was distilled for these many steps of its teacher's.
    private const int DistilledSteps = 50;

    private readonly float[] _sigmas;
    private readonly float[] _logs;
    private readonly int _stride;

    public DiscreteSampling(SamplingConfig config, DiscreteNoise noise)
        : base(config)
    {
        if (noise is not { BetaStart: > 0, BetaEnd: > 0 and < 1, Steps: >= 2 and <= MaxSteps } || noise.BetaStart > noise.BetaEnd)
        {
            throw new NodeFailure($"Noise of {noise.Steps} steps with betas from {noise.BetaStart} to {noise.BetaEnd} cannot be; there are 2 to {MaxSteps} steps, and betas that rise between 0 and 1.");
        }

        var sigmas = Sigmas(noise);
        _stride = 1;
        _sigmas = [.. sigmas.Select(sigma => (float)sigma)];
        _logs = [.. sigmas.Select(sigma => (float)Math.Log(sigma))];
        if (config.Prediction is PredictionKind.Consistency && noise.Steps >= DistilledSteps)
        {
            _stride = noise.Steps / DistilledSteps;
            _sigmas = [.. Enumerable.Range(0, DistilledSteps).Select(i => (float)sigmas[noise.Steps - 1 - ((DistilledSteps - 1 - i) * _stride)])];
            _logs = [.. _sigmas.Select(sigma => (float)Math.Log(sigma))];
        }
    }

    public override ReadOnlySpan<float> Table => _sigmas;

    /// <summary>The logarithms of the table.</summary>
    public ReadOnlySpan<float> Logs => _logs;

    public override float Timestep(float sigma)
    {
        var log = MathF.Log(sigma);
        var best = 0;
        var least = float.PositiveInfinity;
        for (var i = 0; i < _logs.Length; i++)
        {
            var distance = MathF.Abs(log - _logs[i]);
            if (distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return (best * _stride) + (_stride - 1);
    }

    public override float Sigma(float timestep)
    {
        var place = Math.Clamp((timestep - (_stride - 1)) / _stride, 0, _sigmas.Length - 1);
        var low = MathF.Floor(place);
        var share = place - low;
        return MathF.Exp(((1 - share) * _logs[(int)low]) + (share * _logs[(int)MathF.Ceiling(place)]));
    }

    // ComfyUI counts 1000 steps here, however many there are.
    private protected override float Between(double share) => Sigma((float)(share * 999));

    private static double[] Sigmas(DiscreteNoise noise)
    {
        var sigmas = new double[noise.Steps];
        var (first, last) = (Math.Sqrt(noise.BetaStart), Math.Sqrt(noise.BetaEnd));
        var kept = 1.0;
        for (var i = 0; i < sigmas.Length; i++)
        {
            var root = first + ((last - first) * i / (sigmas.Length - 1));
            kept *= 1 - (root * root);
            sigmas[i] = Math.Sqrt((1 - kept) / kept);
        }

        return noise.HasZeroTerminal ? ToZero(sigmas) : sigmas;
    }

    // Lin et al., "Common diffusion noise schedules and sample steps are flawed": the root of what is kept of the picture is shifted to 0 at the last step, and scaled to stay at the first. 0 itself would be an infinite sigma.
    private static double[] ToZero(double[] sigmas)
    {
        static double Root(double sigma) => Math.Sqrt(1 / ((sigma * sigma) + 1));

        var (first, last) = (Root(sigmas[0]), Root(sigmas[^1]));
        for (var i = 0; i < sigmas.Length; i++)
        {
            var root = (Root(sigmas[i]) - last) * (first / (first - last));
            var kept = i == sigmas.Length - 1 ? 4.8973451890853435e-08 : root * root;
            sigmas[i] = Math.Sqrt((1 - kept) / kept);
        }

        return sigmas;
    }
}
