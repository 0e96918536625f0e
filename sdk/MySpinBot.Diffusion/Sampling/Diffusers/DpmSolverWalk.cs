using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>DPMSolverMultistepScheduler with DPM-Solver++: exponential integration of the picture that the network sees, by up to three of what it saw before (Lu et al., algorithm 2 and appendix B).</summary>
internal sealed class DpmSolverWalk : DiffusersWalk
{
    private const int ShortRun = 15;

    private readonly double[] _sigmas;
    private readonly List<float[]> _seen = [];

    public DpmSolverWalk(DiffusersConfig config, int steps)
        : base(config, steps)
    {
        var table = Noise.Sigmas(LeastAlpha);
        var times = DiffusersTimes.OfDpmSolver(config, steps);
        var sigmas = Array.ConvertAll(times, time => At(table, time));
        if (config.UsesKarrasSigmas)
        {
            sigmas = Karras(config.SigmaMax ?? table[^1], config.SigmaMin ?? table[0], steps);
            times = Array.ConvertAll(sigmas, sigma => config.Betas == BetaLaw.SquaredCosine ? Math.Floor(TimeOf(table, sigma)) : Math.Round(TimeOf(table, sigma)));
        }

        Timesteps = [.. times.Select(time => (float)time)];
        Sigmas = [.. sigmas.Append(config.EndsAtSigmaMin ? table[0] : 0).Select(sigma => (float)sigma)];
        _sigmas = [.. Sigmas.Select(sigma => (double)sigma)];
    }

    public override ImmutableArray<float> Timesteps { get; }

    public override ImmutableArray<float> Sigmas { get; }

    public override (double Picture, double Noise) Parts(int step) => PartsOf(_sigmas[step]);

    public override void ScaleInput(int step, ReadOnlySpan<float> x, Span<float> scaled) => x.CopyTo(scaled);

    public override void Step(int step, ReadOnlySpan<float> output, Span<float> x, Span<float> original, ReadOnlySpan<float> noise)
    {
        Original(output, x, Parts(step), original);
        if (_seen.Count == Config.SolverOrder)
        {
            _seen.RemoveAt(0);
        }

        _seen.Add(original.ToArray());
        var (picture, noisy) = PartsOf(_sigmas[step + 1]);
        var change = Math.Exp(Lambda(step) - Lambda(step + 1)) - 1; // e^−h − 1; −1 where nothing is left of the noise
        Mix.Of(x, noisy / Parts(step).Noise, x, -picture * change, original);
        switch (Order(step))
        {
            case 2: Second(step, x, picture, change); break;
            case 3: Third(step, x, picture, change); break;
        }
    }

    // With the last two: the slope of what is seen, over the logarithm of how much picture there is beside noise.
    private void Second(int step, Span<float> x, double picture, double change)
    {
        var (h, before) = (Lambda(step + 1) - Lambda(step), Lambda(step) - Lambda(step - 1));
        var slope = h / before;
        var weight = Config.IsHeun ? picture * ((change / h) + 1) : -0.5 * picture * change;
        Mix.Of(x, 1, x, weight * slope, _seen[^1], -weight * slope, _seen[^2]);
    }

    // With the last three: slope and curvature.
    private void Third(int step, Span<float> x, double picture, double change)
    {
        var h = Lambda(step + 1) - Lambda(step);
        var (r0, r1) = ((Lambda(step) - Lambda(step - 1)) / h, (Lambda(step - 1) - Lambda(step - 2)) / h);
        var (first, second) = (picture * ((change / h) + 1), -picture * (((change + h) / (h * h)) - 0.5));
        var (newer, older) = (1 / r0, 1 / r1);

        // slope = newer · (m0 − m1) + r0 / (r0 + r1) · (newer · (m0 − m1) − older · (m1 − m2)); curvature = the same difference / (r0 + r1)
        var ofNewer = (first * (1 + (r0 / (r0 + r1)))) + (second / (r0 + r1));
        var ofOlder = -((first * r0) + second) / (r0 + r1);
        var (m0, m1, m2) = (ofNewer * newer, (-ofNewer * newer) + (ofOlder * older), -ofOlder * older);
        Mix.Of(x, 1, x, m0, _seen[^1], m1, _seen[^2], m2, _seen[^3]);
    }

    private int Order(int step)
    {
        var (count, isShort) = (Timesteps.Length, Config.LowersOrderAtEnd && Timesteps.Length < ShortRun);
        var isLast = step == count - 1 && (Config.EndsWithEuler || isShort || !Config.EndsAtSigmaMin);
        return isLast ? 1 : Math.Min(_seen.Count, isShort && step == count - 2 ? 2 : Config.SolverOrder);
    }

    // ln(picture / noise) = −ln sigma
    private double Lambda(int step) => -Math.Log(_sigmas[step]);

    private static (double Picture, double Noise) PartsOf(double sigma) => (1 / Math.Sqrt((sigma * sigma) + 1), sigma / Math.Sqrt((sigma * sigma) + 1));
}
