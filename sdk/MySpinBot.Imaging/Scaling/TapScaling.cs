using System.Numerics;
using System.Runtime.InteropServices;

namespace MySpinBot.Imaging;

/// <summary>Separable resizing in float32: an output row is first blended out of whole input rows, then along itself.</summary>
internal static class TapScaling
{
    internal static float[] Resize(ScalingTask task, ScalingKernel kernel)
        => Resize(task, Taps.For(kernel, task.Width, task.ToWidth), Taps.For(kernel, task.Height, task.ToHeight));

    internal static float[] Resize(ScalingTask task, Taps across, Taps down)
    {
        var result = task.NewResult();
        Parallel.For(0, task.Batch * task.ToHeight, task.Parallel, () => new float[task.RowLength], (row, _, blended) =>
        {
            Blend(task, row / task.ToHeight, row % task.ToHeight, down, blended);
            Gather(blended, across, task.Channels, result.AsSpan(row * task.ToRowLength, task.ToRowLength));
            return blended;
        }, _ => { });
        return result;
    }

    private static void Blend(ScalingTask task, int picture, int y, Taps down, Span<float> blended)
    {
        blended.Clear();
        for (var tap = y * down.Width; tap < (y + 1) * down.Width; tap++)
        {
            if (down.Weight[tap] != 0)
            {
                AddScaled(task.Row(picture, down.Index[tap]), down.Weight[tap], blended);
            }
        }
    }

    /// <summary>sum += row · weight</summary>
    internal static void AddScaled(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += rows[i] * weight;
        }

        for (var i = sums.Length * Vector<float>.Count; i < sum.Length; i++)
        {
            sum[i] += row[i] * weight;
        }
    }

    private static void Gather(ReadOnlySpan<float> row, Taps across, int channels, Span<float> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++)
        {
            var index = across.Index.AsSpan(x * across.Width, across.Width);
            var weight = across.Weight.AsSpan(x * across.Width, across.Width);
            for (var c = 0; c < channels; c++, to++)
            {
                var sum = 0f;
                for (var tap = 0; tap < index.Length; tap++)
                {
                    sum += row[(index[tap] * channels) + c] * weight[tap];
                }

                output[to] = sum;
            }
        }
    }
}
