namespace MySpinBot.Diffusion;

/// <summary>torch.linspace in single precision: from both ends to the middle, so that both are met.</summary>
internal static class Ramp
{
    public static float[] Even(double start, double end, int count)
    {
        var values = new float[count];
        if (count == 1)
        {
            values[0] = (float)start;
            return values;
        }

        var (from, to) = ((float)start, (float)end);
        var step = (to - from) / (count - 1);
        for (var i = 0; i < count; i++)
        {
            values[i] = i < count / 2 ? MathF.FusedMultiplyAdd(step, i, from) : MathF.FusedMultiplyAdd(-step, count - i - 1, to);
        }

        return values;
    }
}
