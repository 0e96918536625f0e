namespace MySpinBot.Diffusion;

/// <summary>One step of DPM-Solver of order 1, 2 or 3 in the logarithm of sigma (Lu et al., "DPM-Solver", appendix B). Time rises from the noise to the picture: t = −ln σ, in single precision.</summary>
internal sealed class DpmSolver(Walk walk)
{
    private readonly float[] _first = walk.Room();
    private readonly float[] _second = walk.Room();
    private readonly float[] _third = walk.Room();
    private readonly float[] _between = walk.Room();

    /// <summary>What the model saw at the beginning of the step.</summary>
    public float[] Denoised { get; } = walk.Room();

    /// <summary>The sigma of a time.</summary>
    public static double Sigma(double time) => Math.Exp(-time);

    /// <summary>Looks where the step begins.</summary>
    public void Begin(float[] x, double time)
    {
        walk.Ask(x, Sigma(time), Denoised);
        Mix.Difference(_first, 1 / Sigma(time), x, Denoised);
    }

    /// <summary>Looks at a share of the step.</summary>
    public void LookAhead(float[] x, double time, double next, double share)
    {
        var middle = time + (share * (next - time));
        Mix.Of(_between, 1, x, -Sigma(middle) * Special.ExpM1(share * (next - time)), _first);
        walk.Ask(_between, Sigma(middle), _third);
        Mix.Difference(_second, 1 / Sigma(middle), _between, _third);
    }

    /// <summary>The step of first order.</summary>
    public void Once(float[] to, float[] x, double time, double next)
        => Mix.Of(to, 1, x, -Sigma(next) * Special.ExpM1(next - time), _first);

    /// <summary>The step of second order, after a look at a share of it.</summary>
    public void Twice(float[] to, float[] x, double time, double next, double share)
    {
        var whole = Sigma(next) * Special.ExpM1(next - time);
        var change = whole / (2 * share);
        Mix.Of(to, 1, x, change - whole, _first, -change, _second);
    }

    /// <summary>The step of third order, after a look at a third of it.</summary>
    public void Thrice(float[] to, float[] x, double time, double next)
    {
        const double first = 1.0 / 3;
        const double second = 2.0 / 3;
        var h = next - time;
        var middle = time + (second * h);
        var part = Sigma(middle) * Special.ExpM1(second * h);
        var change = Sigma(middle) * (second / first) * ((Special.ExpM1(second * h) / (second * h)) - 1);
        Mix.Of(_between, 1, x, change - part, _first, -change, _second);
        walk.Ask(_between, Sigma(middle), _third);
        Mix.Difference(_third, 1 / Sigma(middle), _between, _third);

        var whole = Sigma(next) * Special.ExpM1(h);
        change = Sigma(next) / second * ((Special.ExpM1(h) / h) - 1);
        Mix.Of(to, 1, x, change - whole, _first, -change, _third);
    }

    /// <summary>Where a step ends that makes so much noise new, and how much.</summary>
    public static (double Next, double Up) Ancestral(double time, double next, double end, double eta)
    {
        if (eta == 0)
        {
            return (next, 0);
        }

        var (from, to) = (Sigma(time), Sigma(next));
        var wanted = eta * Math.Sqrt(to * to * ((from * from) - (to * to)) / (from * from));
        var up = wanted < to ? wanted : to;
        var further = Math.Min(end, -Math.Log(Math.Sqrt((to * to) - (up * up))));
        return (further, Math.Sqrt(Math.Max((to * to) - (Sigma(further) * Sigma(further)), 0)));
    }
}
