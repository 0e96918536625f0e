using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>PNDMScheduler without its Runge–Kutta steps: linear multistep over what the network said before (Liu et al., formulas 9 and 12). The second time is asked twice, so there is one call more than steps.</summary>
internal sealed class PndmWalk : DiffusersWalk
{
    // Adams–Bashforth, from the newest.
    private static readonly double[][] Weights = [[1], [3.0 / 2, -1.0 / 2], [23.0 / 12, -16.0 / 12, 5.0 / 12], [55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24]];

    private readonly int[] _times;
    private readonly List<float[]> _said = [];
    private float[]? _first;

    public PndmWalk(DiffusersConfig config, int steps)
        : base(config, steps)
    {
        var times = Array.ConvertAll(DiffusersTimes.Of(config, steps, rounds: true), time => (int)time);
        _times = steps == 1 ? times : [times[0], times[1], .. times[1..]];
        Timesteps = [.. _times.Select(time => (float)time)];
    }

    public override ImmutableArray<float> Timesteps { get; }

    public override (double Picture, double Noise) Parts(int step) => PartsAt(_times[step]);

    public override void ScaleInput(int step, ReadOnlySpan<float> x, Span<float> scaled) => x.CopyTo(scaled);

    public override void Step(int step, ReadOnlySpan<float> output, Span<float> x, Span<float> original, ReadOnlySpan<float> noise)
    {
        Original(output, x, Parts(step), original);
        var stride = Config.TrainSteps / Steps;
        var (from, to) = step == 1 ? (_times[1] + stride, _times[1]) : (_times[step], _times[step] - stride);
        var mixed = new float[x.Length];
        if (step == 1)
        {
            // The first step is taken once more, with the mean of what was said at both its ends.
            Mix.Of(mixed, 0.5, output, 0.5, _said[0]);
            _first.CopyTo(x);
        }
        else
        {
            Remember(output);
            var weights = Weights[_said.Count - 1];
            for (var i = 0; i < weights.Length; i++)
            {
                Mix.Of(mixed, 1, mixed, weights[i], _said[^(i + 1)]);
            }
        }

        _first = step == 0 ? x.ToArray() : _first;
        Move(x, mixed, Alpha(from), Alpha(to));
    }

    private void Remember(ReadOnlySpan<float> output)
    {
        if (_said.Count == Weights.Length)
        {
            _said.RemoveAt(0);
        }

        _said.Add(output.ToArray());
    }

    private void Move(Span<float> x, float[] said, double from, double to)
    {
        if (Config.Prediction == PredictionKind.Velocity)
        {
            Mix.Of(said, Math.Sqrt(from), said, Math.Sqrt(1 - from), x);
        }

        var divisor = (from * Math.Sqrt(1 - to)) + Math.Sqrt(from * (1 - from) * to);
        Mix.Of(x, Math.Sqrt(to / from), x, -(to - from) / divisor, said);
    }

    private double Alpha(int time) => time >= 0 ? Noise.Alphas[Math.Min(time, Config.TrainSteps - 1)] : Config.SetsAlphaToOne ? 1 : Noise.Alphas[0];

    private (double Picture, double Noise) PartsAt(int time) => (Math.Sqrt(Alpha(time)), Math.Sqrt(1 - Alpha(time)));
}
