namespace MySpinBot.Nodes.Media;

/// <summary>Filling of holes by grey reconstruction from the picture's sides.</summary>
/// <remarks>
/// A pixel gets the least value that a path from it to a side of the picture has to climb over; paths go up, down, left and right. For masks of 0 and 1 these are filled holes, and soft edges
/// stay soft. L. Vincent, "Morphological grayscale reconstruction in image analysis", IEEE Transactions on Image Processing 2(2), 1993, its hybrid algorithm: two scans bring most
/// pixels to their value, a queue the rest. The queue goes from low to high, so that noise costs no more than O(pixels · log).
/// </remarks>
internal static class HoleFilling
{
    private const int StepsBetweenChecks = 1 << 16;

    /// <summary>Fills the holes of values [height, width].</summary>
    public static float[] Fill(ReadOnlySpan<float> values, int height, int width, CancellationToken cancellation)
    {
        var level = Start(values, height, width);
        for (var y = 1; y < height - 1; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var (at, end) = ((y * width) + 1, ((y + 1) * width) - 1); at < end; at++)
            {
                level[at] = Math.Max(values[at], Math.Min(level[at], Math.Min(level[at - 1], level[at - width])));
            }
        }

        var queue = new PriorityQueue<int, float>();
        for (var y = height - 2; y > 0; y--)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var (at, end) = (((y + 1) * width) - 2, y * width); at > end; at--)
            {
                level[at] = Math.Max(values[at], Math.Min(level[at], Math.Min(level[at + 1], level[at + width])));
                if (IsTooHigh(at + 1, level[at], values, level) || IsTooHigh(at + width, level[at], values, level))
                {
                    queue.Enqueue(at, level[at]);
                }
            }
        }

        Spread(queue, values, level, width, cancellation);
        return level;
    }

    // At the sides the values themselves, elsewhere as high as can be.
    private static float[] Start(ReadOnlySpan<float> values, int height, int width)
    {
        var level = values.ToArray();
        for (var y = 1; y < height - 1; y++)
        {
            if (width > 2)
            {
                level.AsSpan((y * width) + 1, width - 2).Fill(float.PositiveInfinity);
            }
        }

        return level;
    }

    private static void Spread(PriorityQueue<int, float> queue, ReadOnlySpan<float> values, float[] level, int width, CancellationToken cancellation)
    {
        ReadOnlySpan<int> neighbours = [-1, 1, -width, width];
        for (var steps = 1; queue.TryDequeue(out var at, out var reached); steps++)
        {
            if (steps % StepsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (reached > level[at])
            {
                // It came again since, by a lower way.
                continue;
            }

            foreach (var step in neighbours)
            {
                // Pixels at the sides have their final value, so nothing is ever looked up beyond them.
                if (IsTooHigh(at + step, reached, values, level))
                {
                    level[at + step] = Math.Max(reached, values[at + step]);
                    queue.Enqueue(at + step, level[at + step]);
                }
            }
        }
    }

    private static bool IsTooHigh(int at, float reached, ReadOnlySpan<float> values, float[] level) => level[at] > reached && level[at] > values[at];
}
