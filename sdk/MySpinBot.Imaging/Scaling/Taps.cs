namespace MySpinBot.Imaging;

/// <summary>For each position of an output axis: which input positions it is made of, and with what weights.</summary>
/// <param name="Width">Taps of every position; unused ones weigh 0.</param>
/// <param name="Index">Input positions, [output, tap].</param>
/// <param name="Weight">Weights, [output, tap].</param>
internal sealed record Taps(int Width, int[] Index, float[] Weight)
{
    internal static Taps For(ScalingKernel kernel, int input, int output) => kernel switch
    {
        ScalingKernel.NearestExact => Make(1, input, output, Nearest),
        ScalingKernel.Bilinear => Make(2, input, output, Linear),
        ScalingKernel.Area => Make(AreaWidth(input, output), input, output, Area),
        ScalingKernel.Bicubic => Make(4, input, output, Cubic),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, $"{kernel} has no float taps."),
    };

    private delegate void Fill(int input, int output, int position, Span<int> index, Span<float> weight);

    private static Taps Make(int width, int input, int output, Fill fill)
    {
        var taps = new Taps(width, new int[output * width], new float[output * width]);
        for (var i = 0; i < output; i++)
        {
            fill(input, output, i, taps.Index.AsSpan(i * width, width), taps.Weight.AsSpan(i * width, width));
        }

        return taps;
    }

    // In float32, since the flooring shows the rounding.
    private static void Nearest(int input, int output, int i, Span<int> index, Span<float> weight)
    {
        var scale = (float)input / output;
        index[0] = Math.Min((int)MathF.Floor((i + 0.5f) * scale), input - 1);
        weight[0] = 1;
    }

    private static void Linear(int input, int output, int i, Span<int> index, Span<float> weight)
    {
        var at = Math.Max(0f, ((float)input / output * (i + 0.5f)) - 0.5f);
        index[0] = Math.Min((int)at, input - 1);
        index[1] = Math.Min(index[0] + 1, input - 1);
        weight[1] = at - index[0];
        weight[0] = 1 - weight[1];
    }

    private static void Area(int input, int output, int i, Span<int> index, Span<float> weight)
    {
        var from = (int)((long)i * input / output);
        var to = (int)((((long)i + 1) * input + output - 1) / output);
        for (var tap = 0; tap < index.Length; tap++)
        {
            index[tap] = Math.Min(from + tap, input - 1);
            weight[tap] = from + tap < to ? 1f / (to - from) : 0;
        }
    }

    private static int AreaWidth(int input, int output) => Math.Min(input, ((input + output - 1) / output) + 1);

    // Keys' cubic convolution: https://doi.org/10.1109/TASSP.1981.1163711
    private static void Cubic(int input, int output, int i, Span<int> index, Span<float> weight)
    {
        const float a = -0.75f;
        var at = ((float)input / output * (i + 0.5f)) - 0.5f;
        var first = (int)MathF.Floor(at);
        var t = at - first;
        for (var tap = 0; tap < 4; tap++)
        {
            index[tap] = Math.Clamp(first - 1 + tap, 0, input - 1);
            var x = Math.Abs(t + 1 - tap);
            weight[tap] = x <= 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1 : ((((a * x) - (5 * a)) * x) + (8 * a)) * x - (4 * a);
        }
    }
}
