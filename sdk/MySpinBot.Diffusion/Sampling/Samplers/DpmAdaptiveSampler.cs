using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>DPM-Solver whose steps are as long as the error allows, estimated by the difference between two orders.</summary>
internal sealed class DpmAdaptiveSampler(StepControl control, double eta, double noiseScale) : StepSampler
{
    // Enough for any error that means something; a tolerance of next to nothing would never end.
    private const int MaxTries = 10_000;

    private protected override float[] Go(Walk walk)
    {
        var (x, low, high, previous, solver, noise) = (walk.X, walk.Room(), walk.Room(), walk.Room(), new DpmSolver(walk), eta > 0 ? walk.Room() : []);
        var (time, end) = DpmFastSampler.Ends(walk);
        if (time >= end)
        {
            return Once(walk);
        }

        var pace = control.Begin(eta > 0);
        x.CopyTo(previous.AsSpan());
        for (var i = 0; time < end - 1e-5; i++)
        {
            var next = Math.Min(end, (float)(time + pace.Length));
            if (!(next > time) || i == MaxTries)
            {
                throw new NodeFailure($"The sampler 'dpm_adaptive' found no step small enough for an error of {control.Relative} (rtol) and {control.Absolute} (atol); allow a larger one.");
            }

            var (further, up) = DpmSolver.Ancestral(time, next, end, eta);
            solver.Begin(x, time);
            Try(solver, x, low, high, time, further);
            if (pace.Accepts(Error(low, high, previous)))
            {
                (previous, low) = (low, previous);
                (x, high) = (high, x);
                if (eta > 0)
                {
                    walk.Draw(DpmSolver.Sigma(time), DpmSolver.Sigma(next), noise);
                    Mix.Add(x, up * noiseScale, noise);
                }

                time = next;
            }

            walk.Tell(i, DpmSolver.Sigma(time), x, solver.Denoised);
        }

        return x;
    }

    private void Try(DpmSolver solver, float[] x, float[] low, float[] high, double time, double next)
    {
        if (control.Order == 2)
        {
            solver.LookAhead(x, time, next, 0.5);
            solver.Once(low, x, time, next);
            solver.Twice(high, x, time, next, 0.5);
            return;
        }

        solver.LookAhead(x, time, next, 1.0 / 3);
        solver.Twice(low, x, time, next, 1.0 / 3);
        solver.Thrice(high, x, time, next);
    }

    private double Error(float[] low, float[] high, float[] previous)
    {
        var (absolute, relative) = ((float)control.Absolute, (float)control.Relative);
        var sum = 0.0;
        for (var i = 0; i < low.Length; i++)
        {
            var allowed = Math.Max(absolute, relative * Math.Max(Math.Abs(low[i]), Math.Abs(previous[i])));
            double share = (low[i] - high[i]) / allowed;
            sum += share * share;
        }

        return Math.Sqrt(sum / low.Length);
    }
}

/// <summary>How the length of steps is controlled: a PID controller over the logarithm of the error.</summary>
internal sealed class StepControl(SamplerOptions options)
{
    private readonly double _first = options.Take("h_init", 0.05, 1e-6, 100);
    private readonly double _proportional = options.Take("pcoeff", 0, 0, 100);
    private readonly double _integral = options.Take("icoeff", 1, 0, 100);
    private readonly double _differential = options.Take("dcoeff", 0, 0, 100);
    private readonly double _safety = options.Take("accept_safety", 0.81, 0, 100);

    public int Order { get; } = options.Count("order", 3, 2, 3);

    public double Relative { get; } = options.Take("rtol", 0.05, 0, 100);

    public double Absolute { get; } = options.Take("atol", 0.0078, 0, 100);

    public Pace Begin(bool isStochastic) => new(this, isStochastic ? 1.5 : Order);

    /// <summary>The length of the steps of one run.</summary>
    internal sealed class Pace(StepControl control, double order)
    {
        private const double Least = 1e-8;
        private readonly double[] _exactness = new double[3];
        private bool _hasBegun;

        public double Length { get; private set; } = control._first;

        /// <summary>Whether an error is small enough; the length of the next step, or of the next try, follows from it.</summary>
        public bool Accepts(double error)
        {
            var exactness = 1 / (error + Least);
            if (!_hasBegun)
            {
                Array.Fill(_exactness, exactness);
                _hasBegun = true;
            }

            _exactness[0] = exactness;
            var factor = Math.Pow(_exactness[0], (control._proportional + control._integral + control._differential) / order)
                * Math.Pow(_exactness[1], -(control._proportional + (2 * control._differential)) / order)
                * Math.Pow(_exactness[2], control._differential / order);
            factor = 1 + Math.Atan(factor - 1);
            Length *= factor;
            if (!(factor >= control._safety))
            {
                return false;
            }

            (_exactness[1], _exactness[2]) = (_exactness[0], _exactness[1]);
            return true;
        }
    }
}
