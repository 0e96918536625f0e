using MySpinBot.Imaging;

namespace MySpinBot.Diffusion;

/// <summary>Arithmetic of latents. The second of two gets the size and the number of the first.</summary>
internal static class LatentMixing
{
    /// <summary>first + second.</summary>
    public static Latent Add(Latent first, Latent second, CancellationToken cancellation) => Weighted(first, second, ScalingKernel.Bilinear, 1, 1, cancellation);

    /// <summary>first − second.</summary>
    public static Latent Subtract(Latent first, Latent second, CancellationToken cancellation) => Weighted(first, second, ScalingKernel.Bilinear, 1, -1, cancellation);

    /// <summary>latent · factor.</summary>
    public static Latent Multiply(Latent latent, double factor)
    {
        var values = new float[latent.Shape.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = latent.Values[i] * (float)factor;
        }

        return latent.WithValues(latent.Shape, values);
    }

    /// <summary>first · share + second · (1 − share).</summary>
    public static Latent Blend(Latent first, Latent second, double share, CancellationToken cancellation)
        => Weighted(first, second, ScalingKernel.Bicubic, (float)share, (float)(1 - share), cancellation);

    /// <summary>Between the directions that the channels of a cell have in both, and between their lengths: so that nothing gets greyer.</summary>
    /// <param name="first">What counts with a share of 1.</param>
    /// <param name="second">What counts with a share of 0.</param>
    /// <param name="share">How much the first counts.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    public static Latent Interpolate(Latent first, Latent second, double share, CancellationToken cancellation)
    {
        var (one, other) = ((float)share, (float)(1 - share));
        var (channels, cells) = (first.Shape.Channels, first.Shape.Height * first.Shape.Width);
        return Each(first, second, ScalingKernel.Bilinear, (a, b, to) =>
        {
            for (var at = 0; at < to.Length; at += channels * cells)
            {
                for (var cell = 0; cell < cells; cell++)
                {
                    Between(a[(at + cell)..], b[(at + cell)..], to[(at + cell)..], cells, channels, one, other);
                }
            }
        }, cancellation);
    }

    private static Latent Weighted(Latent first, Latent second, ScalingKernel kernel, float one, float other, CancellationToken cancellation)
        => Each(first, second, kernel, (a, b, to) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = (a[i] * one) + (b[i] * other);
            }
        }, cancellation);

    private static void Between(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to, int stride, int channels, float one, float other)
    {
        var (lengthA, lengthB, length) = (Length(a, stride, channels), Length(b, stride, channels), 0f);
        for (var channel = 0; channel < channels; channel++)
        {
            var i = channel * stride;
            var mixed = (Share(a[i], lengthA) * one) + (Share(b[i], lengthB) * other);
            to[i] = mixed;
            length += mixed * mixed;
        }

        length = MathF.Sqrt(length);
        for (var channel = 0; channel < channels; channel++)
        {
            var i = channel * stride;
            to[i] = Share(to[i], length) * ((lengthA * one) + (lengthB * other));
        }
    }

    private static float Share(float value, float length) => length == 0 ? 0 : value / length;

    private static float Length(ReadOnlySpan<float> values, int stride, int channels)
    {
        var sum = 0f;
        for (var channel = 0; channel < channels; channel++)
        {
            sum += values[channel * stride] * values[channel * stride];
        }

        return MathF.Sqrt(sum);
    }

    private delegate void Operation(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to);

    private static Latent Each(Latent first, Latent second, ScalingKernel kernel, Operation operation, CancellationToken cancellation)
    {
        var fitting = LatentBatches.Cycled(LatentBatches.Fitting(second, first, kernel, cancellation), first.Shape.Batch);
        var values = new float[first.Shape.Count];
        operation(first.Values, fitting.Values, values);
        return first.WithValues(first.Shape, values);
    }
}
