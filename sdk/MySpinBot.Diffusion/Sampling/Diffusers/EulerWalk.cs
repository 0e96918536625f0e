using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>EulerDiscreteScheduler and EulerAncestralDiscreteScheduler: along the line from the picture that the network sees, over sigmas (Karras et al., algorithm 2); the ancestral one goes further down and adds noise.</summary>
internal sealed class EulerWalk : DiffusersWalk
{
    private readonly double[] _sigmas;

    public EulerWalk(DiffusersConfig config, int steps)
        : base(config, steps)
    {
        var table = Noise.Sigmas(LeastAlpha);
        var times = DiffusersTimes.Of(config, steps, rounds: false);
        var sigmas = Array.ConvertAll(times, time => At(table, time));
        if (config.UsesKarrasSigmas && !IsAncestral)
        {
            sigmas = Karras(config.SigmaMax ?? sigmas[0], config.SigmaMin ?? sigmas[^1], steps);
            times = Array.ConvertAll(sigmas, sigma => TimeOf(table, sigma));
        }

        Sigmas = [.. sigmas.Append(config.EndsAtSigmaMin && !IsAncestral ? table[0] : 0).Select(sigma => (float)sigma)];
        _sigmas = [.. Sigmas.Select(sigma => (double)sigma)];
        var isContinuous = config.IsContinuous && config.Prediction == PredictionKind.Velocity && !IsAncestral;
        Timesteps = [.. times.Select((time, i) => (float)(isContinuous ? 0.25 * Math.Log(_sigmas[i]) : time))];
    }

    public override ImmutableArray<float> Timesteps { get; }

    public override ImmutableArray<float> Sigmas { get; }

    public override float StartScale => (float)(Config.Spacing == TimestepSpacing.Leading ? Math.Sqrt((_sigmas[0] * _sigmas[0]) + 1) : _sigmas[0]);

    private bool IsAncestral => Config.Scheduler == DiffusersScheduler.EulerAncestral;

    public override (double Picture, double Noise) Parts(int step) => (1, _sigmas[step]);

    public override void ScaleInput(int step, ReadOnlySpan<float> x, Span<float> scaled) => Mix.Of(scaled, 1 / Math.Sqrt((_sigmas[step] * _sigmas[step]) + 1), x);

    public override bool Draws(int step) => IsAncestral;

    public override void Step(int step, ReadOnlySpan<float> output, Span<float> x, Span<float> original, ReadOnlySpan<float> noise)
    {
        var (from, to) = (_sigmas[step], _sigmas[step + 1]);
        var up = IsAncestral ? Math.Sqrt(Math.Max(0, to * to * ((from * from) - (to * to)) / (from * from))) : 0;
        var down = Math.Sqrt((to * to) - (up * up));
        Original(output, x, (1, from), original);

        // x + (x − original) / from · (down − from)
        Mix.Of(x, down / from, x, 1 - (down / from), original);
        if (up > 0)
        {
            Mix.Of(x, 1, x, up, noise);
        }
    }
}
