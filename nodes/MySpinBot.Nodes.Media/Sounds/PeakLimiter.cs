using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Keeps a sound under a ceiling without distorting it: the gain falls before a peak comes, and no sample passes.</summary>
/// <remarks>The gain that each sample needs is spread by a moving minimum over 5 ms on each side, and smoothed by a moving mean of the same width; that mean is never above what the sample needs.</remarks>
internal static class PeakLimiter
{
    private const double ReachSeconds = 0.005;

    /// <summary>Limits each clip, all of its channels alike.</summary>
    public static Audio Limit(Audio audio, double ceiling, CancellationToken cancellation = default)
    {
        var (count, reach) = (audio.SampleCount, Math.Max(1, (int)(ReachSeconds * audio.SampleRate)));
        var samples = audio.Samples.ToArray();
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            cancellation.ThrowIfCancellationRequested();
            var needed = Needed(audio, clip, ceiling);
            if (!needed.AsSpan().ContainsAnyExcept(1f))
            {
                continue;
            }

            var gain = Smooth(Lowest(needed, reach), reach);
            for (var channel = 0; channel < audio.Channels; channel++)
            {
                var row = samples.AsSpan(((clip * audio.Channels) + channel) * count, count);
                for (var i = 0; i < count; i++)
                {
                    row[i] = Math.Clamp(row[i] * gain[i], (float)-ceiling, (float)ceiling);
                }
            }
        }

        return Audio.Own(audio.Batch, audio.Channels, audio.SampleRate, samples);
    }

    private static float[] Needed(Audio audio, int clip, double ceiling)
    {
        var needed = new float[audio.SampleCount];
        Array.Fill(needed, 1);
        for (var channel = 0; channel < audio.Channels; channel++)
        {
            var row = audio.Channel(clip, channel);
            for (var i = 0; i < needed.Length; i++)
            {
                needed[i] = Math.Abs(row[i]) > ceiling ? Math.Min(needed[i], (float)(ceiling / Math.Abs(row[i]))) : needed[i];
            }
        }

        return needed;
    }

    /// <summary>The least value within reach, by a queue of candidates that rise.</summary>
    private static float[] Lowest(float[] values, int reach)
    {
        var (lowest, queue, head, tail) = (new float[values.Length], new int[values.Length], 0, 0);
        for (var i = 0; i < values.Length + reach; i++)
        {
            if (i < values.Length)
            {
                while (tail > head && values[queue[tail - 1]] >= values[i])
                {
                    tail--;
                }

                queue[tail++] = i;
            }

            if (i >= reach)
            {
                while (queue[head] < i - (2 * reach))
                {
                    head++;
                }

                lowest[i - reach] = values[queue[head]];
            }
        }

        return lowest;
    }

    private static float[] Smooth(float[] values, int reach)
    {
        var (smooth, sum) = (new float[values.Length], 0.0);
        for (var i = -reach; i <= reach; i++)
        {
            sum += At(i);
        }

        for (var i = 0; i < values.Length; i++)
        {
            smooth[i] = (float)(sum / ((2 * reach) + 1));
            sum += At(i + reach + 1) - At(i - reach);
        }

        return smooth;

        float At(int i) => values[Math.Clamp(i, 0, values.Length - 1)];
    }
}
