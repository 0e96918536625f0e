namespace MySpinBot.Diffusion;

/// <summary>DPM-Solver over even steps of time from the first sigma to the last above 0, of third order as far as the number of looks allows: as many looks as there are steps, three to a step.</summary>
internal sealed class DpmFastSampler(double eta, double noiseScale) : StepSampler
{
    private protected override float[] Go(Walk walk)
    {
        var (x, solver, noise) = (walk.X, new DpmSolver(walk), eta > 0 ? walk.Room() : []);
        var (start, end) = Ends(walk);
        if (start >= end)
        {
            return Once(walk);
        }

        var looks = walk.Steps;
        var count = (looks / 3) + 1;
        var times = Ramp.Even(start, end, count + 1);
        for (var i = 0; i < count; i++)
        {
            // Looks that do not make three are at the end: 2 and 1, 1, or 2.
            var order = i < (looks % 3 == 0 ? count - 2 : count - 1) ? 3 : looks % 3 == 0 ? count - i : looks % 3;
            var (time, next) = ((double)times[i], (double)times[i + 1]);
            var (further, up) = DpmSolver.Ancestral(time, next, end, eta);
            solver.Begin(x, time);
            walk.Tell(i, DpmSolver.Sigma(time), x, solver.Denoised, count);
            switch (order)
            {
                case 1:
                    solver.Once(x, x, time, further);
                    break;
                case 2:
                    solver.LookAhead(x, time, further, 0.5);
                    solver.Twice(x, x, time, further, 0.5);
                    break;
                default:
                    solver.LookAhead(x, time, further, 1.0 / 3);
                    solver.Thrice(x, x, time, further);
                    break;
            }

            if (eta > 0)
            {
                walk.Draw(DpmSolver.Sigma(time), DpmSolver.Sigma(next), noise);
                Mix.Add(x, up * noiseScale, noise);
            }
        }

        return x;
    }

    /// <summary>The time of the first sigma, and of the last that is above 0.</summary>
    internal static (float Start, float End) Ends(Walk walk)
    {
        var last = walk.Sigma(walk.Steps) is > 0 and var sigma ? sigma : walk.Sigma(walk.Steps - 1);
        return ((float)-Math.Log(walk.Sigma(0)), (float)-Math.Log(last));
    }
}
