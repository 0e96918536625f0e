using MySpinBot.Imaging;

namespace MySpinBot.Diffusion;

/// <summary>Which pixels of an axis make a pixel of the square that CLIP looks at, and with what weights.</summary>
internal static class VisionTaps
{
    // torch's cubic kernels: the one that averages when it shrinks is Keys' own, as Pillow has it; the other is sharper.
    private const double Keys = -0.5;
    private const double Sharp = -0.75;

    /// <summary>torch.nn.functional.interpolate(mode="bicubic", antialias=True): the kernel is as wide as a pixel of the result.</summary>
    public static Taps Averaged(int input, int output)
    {
        var scale = (double)input / output;
        var stretch = Math.Max(1, scale);
        var reach = 2 * stretch;
        var width = Math.Min(input, (2 * (int)Math.Ceiling(reach)) + 1);
        var taps = new Taps(width, new int[output * width], new float[output * width]);
        var weights = new double[width];
        for (var i = 0; i < output; i++)
        {
            var centre = scale * (i + 0.5);
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var count = Math.Min(input, (int)(centre + reach + 0.5)) - first;
            var sum = 0.0;
            for (var tap = 0; tap < count; tap++)
            {
                weights[tap] = Cubic((first + tap - centre + 0.5) / stretch, Keys);
                sum += weights[tap];
            }

            for (var tap = 0; tap < width; tap++)
            {
                taps.Index[(i * width) + tap] = Math.Min(first + tap, input - 1);
                taps.Weight[(i * width) + tap] = tap < count ? (float)(weights[tap] / sum) : 0;
            }
        }

        return taps;
    }

    /// <summary>diffusers' blur, whose width follows from how much smaller the picture becomes, and torch's cubic interpolation with align_corners=True behind it, in one.</summary>
    public static Taps Blurred(int input, int output)
    {
        var blur = Gaussian(input, output);
        var (reach, width) = (blur.Length / 2, blur.Length + 3);
        var taps = new Taps(width, new int[output * width], new float[output * width]);
        var weights = new double[width];

        // torch rounds the step to float32, and then multiplies and subtracts in one go: across a thousand pixels that shows.
        var step = output > 1 ? (float)(input - 1) / (output - 1) : 0;
        for (var i = 0; i < output; i++)
        {
            var at = (double)step * i;
            var before = (int)Math.Floor(at) - 1;
            Array.Clear(weights);
            for (var neighbour = before; neighbour < before + 4; neighbour++)
            {
                // Interpolation repeats the edge of the blurred picture; the blur mirrors the picture at its edge.
                var share = Cubic(at - neighbour, Sharp);
                var from = Math.Clamp(neighbour, 0, input - 1) - before;
                for (var tap = 0; tap < blur.Length; tap++)
                {
                    weights[from + tap] += share * blur[tap];
                }
            }

            for (var tap = 0; tap < width; tap++)
            {
                taps.Index[(i * width) + tap] = Mirrored(before - reach + tap, input);
                taps.Weight[(i * width) + tap] = (float)weights[tap];
            }
        }

        return taps;
    }

    /// <summary>Only some of the positions.</summary>
    public static Taps Part(this Taps taps, int first, int count)
        => new(taps.Width, taps.Index[(first * taps.Width)..((first + count) * taps.Width)], taps.Weight[(first * taps.Width)..((first + count) * taps.Width)]);

    /// <summary>The blur of an axis that becomes smaller: σ = (factor − 1) / 2, at least 0.001, over an odd number of pixels, at least three and about 4 σ.</summary>
    internal static double[] Gaussian(int input, int output)
    {
        var deviation = Math.Max((((double)input / output) - 1) / 2, 0.001);
        var size = (int)Math.Max(4 * deviation, 3) | 1;
        var weights = new double[size];
        for (var i = 0; i < size; i++)
        {
            var x = (i - (size / 2)) / deviation;
            weights[i] = Math.Exp(x * x / -2);
        }

        var sum = weights.Sum();
        for (var i = 0; i < size; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }

    // …, 2, 1, 0, 1, 2, …, n − 2, n − 1, n − 2, …: the pixel at the edge is not repeated.
    private static int Mirrored(int at, int count)
    {
        var period = 2 * Math.Max(count - 1, 1);
        var within = ((at % period) + period) % period;
        return count == 1 ? 0 : Math.Min(within, period - within);
    }

    private static double Cubic(double x, double a)
    {
        x = Math.Abs(x);
        return x < 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1 : x < 2 ? (((((x - 5) * x) + 8) * x) - 4) * a : 0;
    }
}
