using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>DDIMScheduler: straight to the picture that the network sees, and from there to the noise of the next time (Song et al., formulas 12 and 16).</summary>
internal sealed class DdimWalk : DiffusersWalk
{
    private readonly int[] _times;

    public DdimWalk(DiffusersConfig config, int steps)
        : base(config, steps)
    {
        _times = Array.ConvertAll(DiffusersTimes.Of(config, steps, rounds: true), time => (int)time);
        Timesteps = [.. _times.Select(time => (float)time)];
    }

    public override ImmutableArray<float> Timesteps { get; }

    // At a time that is nothing but noise there is no picture to divide by; velocities need none.
    public override (double Picture, double Noise) Parts(int step)
    {
        double alpha = Noise.Alphas[_times[step]];
        return Config.Prediction == PredictionKind.Velocity ? (Math.Sqrt(alpha), Math.Sqrt(1 - alpha)) : (Math.Sqrt(Math.Max(alpha, LeastAlpha)), Math.Sqrt(1 - alpha));
    }

    public override void ScaleInput(int step, ReadOnlySpan<float> x, Span<float> scaled) => x.CopyTo(scaled);

    public override bool Draws(int step) => Config.Eta > 0;

    public override void Step(int step, ReadOnlySpan<float> output, Span<float> x, Span<float> original, ReadOnlySpan<float> noise)
    {
        var (picture, noisy) = Parts(step);
        var next = _times[step] - (Config.TrainSteps / Steps);
        double alpha = Noise.Alphas[_times[step]];
        double after = next >= 0 ? Noise.Alphas[next] : Config.SetsAlphaToOne ? 1 : Noise.Alphas[0];
        var deviation = Config.Eta * Math.Sqrt(Math.Max(0, (1 - after) / (1 - alpha) * (1 - (alpha / after))));
        var towards = Math.Sqrt(Math.Max(0, 1 - after - (deviation * deviation)));

        Original(output, x, (picture, noisy), original);
        switch (Config.Prediction)
        {
            // What is noise in the latents: of velocities √a v + √(1 − a) x, of pictures what is left of the latents.
            case PredictionKind.Velocity: Mix.Of(x, picture * towards, output, noisy * towards, x); break;
            case PredictionKind.Sample: Mix.Of(x, towards / noisy, x, -picture * towards / noisy, original); break;
            default: Mix.Of(x, towards, output); break;
        }

        // Only the picture is kept within limits, not the noise that was told apart from it.
        if (Config.ClipRange is { } range)
        {
            foreach (ref var value in original)
            {
                value = Math.Clamp(value, -range, range);
            }
        }

        Mix.Of(x, 1, x, Math.Sqrt(after), original);
        if (deviation > 0)
        {
            Mix.Of(x, 1, x, deviation, noise);
        }
    }
}
