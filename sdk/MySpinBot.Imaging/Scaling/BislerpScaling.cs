namespace MySpinBot.Imaging;

/// <summary>Spherical interpolation between neighbours, the channels of a place being one vector: along rows, then along columns. It is ComfyUI's <c>bislerp</c>, meant for latents.</summary>
internal static class BislerpScaling
{
    // In double precision: the arc cosine of what is nearly 1 or -1 loses half of the digits.
    private const double SameWay = 1 - 1e-5;

    internal static float[] Resize(ScalingTask task)
    {
        var (across, down) = (Pairs.For(task.Width, task.ToWidth), Pairs.For(task.Height, task.ToHeight));
        var result = task.NewResult();
        var narrow = new float[task.Height * task.ToRowLength];
        for (var picture = 0; picture < task.Batch; picture++)
        {
            var (number, size) = (picture, task.ToHeight * task.ToRowLength);
            Parallel.For(0, task.Height, task.Parallel, y => Across(task.Row(number, y), across, task.Channels, narrow.AsSpan(y * task.ToRowLength, task.ToRowLength)));
            Parallel.For(0, task.ToHeight, task.Parallel, y => Down(narrow, down, y, task.Channels, result.AsSpan((number * size) + (y * task.ToRowLength), task.ToRowLength)));
        }

        return result;
    }

    private static void Across(ReadOnlySpan<float> row, Pairs pairs, int channels, Span<float> output)
    {
        for (var x = 0; x < pairs.First.Length; x++)
        {
            Slerp(row.Slice(pairs.First[x] * channels, channels), row.Slice(pairs.Second[x] * channels, channels), pairs.Ratio[x], output.Slice(x * channels, channels));
        }
    }

    private static void Down(ReadOnlySpan<float> rows, Pairs pairs, int y, int channels, Span<float> output)
    {
        var first = rows.Slice(pairs.First[y] * output.Length, output.Length);
        var second = rows.Slice(pairs.Second[y] * output.Length, output.Length);
        for (var at = 0; at < output.Length; at += channels)
        {
            Slerp(first.Slice(at, channels), second.Slice(at, channels), pairs.Ratio[y], output.Slice(at, channels));
        }
    }

    private static void Slerp(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float ratio, Span<float> output)
    {
        var (length1, length2) = (Length(first), Length(second));
        var (scale1, scale2) = (length1 == 0 ? 0 : 1 / length1, length2 == 0 ? 0 : 1 / length2);
        var dot = 0.0;
        for (var c = 0; c < first.Length; c++)
        {
            dot += first[c] * scale1 * (second[c] * scale2);
        }

        var (weight1, weight2) = Weights(dot, ratio, length1, length2, scale1, scale2);
        for (var c = 0; c < first.Length; c++)
        {
            output[c] = (float)((first[c] * weight1) + (second[c] * weight2));
        }
    }

    // Where both point the same way the first is kept; where they are opposite, a line is as good as an arc.
    private static (double First, double Second) Weights(double dot, float ratio, double length1, double length2, double scale1, double scale2)
    {
        if (dot > SameWay)
        {
            return (1, 0);
        }

        if (dot < -SameWay)
        {
            return (1 - ratio, ratio);
        }

        var angle = Math.Acos(dot);
        var length = ((length1 * (1 - ratio)) + (length2 * ratio)) / Math.Sin(angle);
        return (Math.Sin((1 - ratio) * angle) * scale1 * length, Math.Sin(ratio * angle) * scale2 * length);
    }

    private static double Length(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Which two input positions an output position lies between, and how far.</summary>
    /// <remarks>ComfyUI finds them by linear interpolation of a ramp of indices, truncated; in float32, since the truncation shows the rounding.</remarks>
    private sealed record Pairs(int[] First, int[] Second, float[] Ratio)
    {
        internal static Pairs For(int input, int output)
        {
            var pairs = new Pairs(new int[output], new int[output], new float[output]);
            for (var i = 0; i < output; i++)
            {
                var at = Math.Max(0f, ((float)input / output * (i + 0.5f)) - 0.5f);
                var low = Math.Min((int)at, input - 1);
                var high = Math.Min(low + 1, input - 1);
                var (keep, share) = (1 - (at - low), at - low);
                var ramp = (keep * low) + (share * high);
                pairs.First[i] = (int)ramp;
                pairs.Ratio[i] = ramp - MathF.Floor(ramp);
                pairs.Second[i] = (int)((keep * Math.Min(low + 1, input - 1)) + (share * Math.Min(high + 1, input - 1)));
            }

            return pairs;
        }
    }
}
