namespace MySpinBot.Diffusion;

/// <summary>Times at which steps are taken, falling. Rounded as numpy rounds, half to even.</summary>
internal static class DiffusersTimes
{
    /// <summary>Times of the schedulers that take as many as there are steps.</summary>
    /// <param name="config">What is configured.</param>
    /// <param name="steps">How many.</param>
    /// <param name="rounds">Whether those that lie evenly are rounded, too.</param>
    public static double[] Of(DiffusersConfig config, int steps, bool rounds) => config.Spacing switch
    {
        TimestepSpacing.Linspace => Array.ConvertAll(Even(config.TrainSteps - 1, steps), time => rounds ? Math.Round(time) : (double)(float)time),
        TimestepSpacing.Leading => Leading(config.TrainSteps / steps, steps, config.StepsOffset, config.TrainSteps),
        _ => Trailing(config.TrainSteps, (double)config.TrainSteps / steps),
    };

    /// <summary>Times of DPM-Solver, whose last step ends at a time of its own.</summary>
    public static double[] OfDpmSolver(DiffusersConfig config, int steps) => config.Spacing switch
    {
        TimestepSpacing.Linspace => Array.ConvertAll(Even(config.TrainSteps - 1, steps + 1)[..^1], Math.Round),
        TimestepSpacing.Leading => Leading(config.TrainSteps / (steps + 1), steps + 1, config.StepsOffset, config.TrainSteps)[..^1],
        _ => Trailing(config.TrainSteps, (double)config.TrainSteps / steps),
    };

    private static double[] Even(double last, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = count == 1 ? 0 : last * (count - 1 - i) / (count - 1);
        }

        return times;
    }

    // An offset must not lead past the last time that the model knows.
    private static double[] Leading(int stride, int count, int offset, int most)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = Math.Min(((double)(count - 1 - i) * stride) + offset, most - 1);
        }

        return times;
    }

    private static double[] Trailing(int most, double stride)
    {
        var times = new double[(int)Math.Ceiling(most / stride)];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = Math.Round(most - (i * stride)) - 1;
        }

        return times;
    }
}
