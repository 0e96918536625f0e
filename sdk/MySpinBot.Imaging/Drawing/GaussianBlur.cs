using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Blurring with a kernel that is the product of its rows and columns.</summary>
public static class GaussianBlur
{
    /// <summary>Blurs every picture of a batch; the edge pixels are repeated outwards.</summary>
    /// <param name="image">Any number of channels.</param>
    /// <param name="sigma">Standard deviation in pixels, up to 250; 0 changes nothing.</param>
    /// <param name="maxThreads">The most threads that work at once.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static Image Apply(Image image, double sigma, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!(sigma >= 0 && sigma <= 250))
        {
            throw new NodeFailure(FormattableString.Invariant($"A blur of {sigma} pixels is not possible; it is from 0 to 250."));
        }

        return sigma == 0 ? image : Filter(image, Kernel(sigma), (at, count) => Math.Clamp(at, 0, count - 1), maxThreads, cancellation);
    }

    /// <summary>Blurs with given weights, the middle one on the pixel; the image is mirrored at its edges without repeating the edge itself.</summary>
    /// <param name="image">Any number of channels.</param>
    /// <param name="weights">An odd number of weights, applied along rows and columns.</param>
    /// <param name="maxThreads">The most threads that work at once.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static Image ApplyMirrored(Image image, float[] weights, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(weights);
        return (weights.Length & 1) == 1
            ? Filter(image, weights, Mirrored, maxThreads, cancellation)
            : throw new ArgumentException($"{weights.Length} weights have no middle; give an odd number.", nameof(weights));
    }

    private static Image Filter(Image image, float[] weights, Func<int, int, int> edge, int maxThreads, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads, CancellationToken = cancellation };
        var task = new ScalingTask(image.Memory, image.Batch, image.Height, image.Width, image.Channels, image.Width, image.Height, options);
        return Image.Own(image.Batch, image.Height, image.Width, image.Channels, TapScaling.Resize(task, Around(image.Width, weights, edge), Around(image.Height, weights, edge)));
    }

    private static Taps Around(int length, float[] weights, Func<int, int, int> edge)
    {
        var taps = new Taps(weights.Length, new int[length * weights.Length], new float[length * weights.Length]);
        for (var i = 0; i < taps.Index.Length; i++)
        {
            var tap = i % weights.Length;
            (taps.Index[i], taps.Weight[i]) = (edge((i / weights.Length) + tap - (weights.Length / 2), length), weights[tap]);
        }

        return taps;
    }

    private static int Mirrored(int at, int count)
    {
        if (count == 1)
        {
            return 0;
        }

        var period = 2 * (count - 1);
        var place = ((at % period) + period) % period;
        return place < count ? place : period - place;
    }

    private static float[] Kernel(double sigma)
    {
        var radius = (int)Math.Ceiling(3 * sigma);
        var raw = Enumerable.Range(-radius, (2 * radius) + 1).Select(x => Math.Exp(-(x * x) / (2 * sigma * sigma))).ToArray();
        var sum = raw.Sum();
        return [.. raw.Select(weight => (float)(weight / sum))];
    }
}
