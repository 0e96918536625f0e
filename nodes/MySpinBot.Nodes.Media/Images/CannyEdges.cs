using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Edges after John Canny, "A Computational Approach to Edge Detection", 1986, with the blur, the gradients and the borders of kornia's <c>canny</c>, which ComfyUI uses.</summary>
internal static class CannyEdges
{
    // Under the root, so that even a flat place has a magnitude; it moves the thresholds by a millionth.
    private const float Epsilon = 1e-6f;

    private static readonly float TangentOf22Degrees = MathF.Sqrt(2) - 1;

    private static readonly float[] Gaussian = Normalised([.. Enumerable.Range(-2, 5).Select(x => Math.Exp(-x * x / 2.0))]);

    /// <summary>Writes 1 for each value of an edge's pixel and 0 elsewhere, [height, width, 3].</summary>
    internal static void Of(Image image, int number, float low, float high, Span<float> edges, CancellationToken cancellation)
    {
        var (width, height) = (image.Width, image.Height);
        var soft = GaussianBlur.ApplyMirrored(Image.Own(1, height, width, 1, Luma(image, number)), Gaussian, cancellation: cancellation);
        var (magnitude, sector) = Gradients(soft.Pixels, width, height, cancellation);
        edges.Clear();
        var strong = new Stack<int>();
        var thin = Thinned(magnitude, sector, width, height, low, cancellation);
        for (var at = 0; at < thin.Length; at++)
        {
            if (thin[at] > high && edges[3 * at] == 0)
            {
                Mark(at, edges, strong);
                Follow(strong, thin, low, width, height, edges);
            }
        }
    }

    private static float[] Luma(Image image, int number)
    {
        var picture = image.Picture(number);
        var channels = image.Channels;
        var grey = new float[image.Width * image.Height];
        for (int i = 0, from = 0; i < grey.Length; i++, from += channels)
        {
            grey[i] = channels == 1 ? picture[from] : (0.299f * picture[from]) + (0.587f * picture[from + 1]) + (0.114f * picture[from + 2]);
        }

        return grey;
    }

    // Sobel's operator, edge pixels repeated outwards. Sectors: 0 the change runs along the row, 1 down to the right, 2 down, 3 down to the left.
    private static (float[] Magnitude, byte[] Sector) Gradients(ReadOnlySpan<float> grey, int width, int height, CancellationToken cancellation)
    {
        var (magnitude, sector) = (new float[grey.Length], new byte[grey.Length]);
        for (var y = 0; y < height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            var above = grey.Slice(Math.Max(0, y - 1) * width, width);
            var row = grey.Slice(y * width, width);
            var below = grey.Slice(Math.Min(height - 1, y + 1) * width, width);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(0, x - 1), Math.Min(width - 1, x + 1));
                var across = above[right] - above[left] + (2 * (row[right] - row[left])) + below[right] - below[left];
                var down = below[left] - above[left] + (2 * (below[x] - above[x])) + below[right] - above[right];
                magnitude[(y * width) + x] = MathF.Sqrt((across * across) + (down * down) + Epsilon);
                sector[(y * width) + x] = Sector(across, down);
            }
        }

        return (magnitude, sector);
    }

    private static byte Sector(float across, float down)
        => MathF.Abs(down) <= TangentOf22Degrees * MathF.Abs(across) ? (byte)0
            : MathF.Abs(across) <= TangentOf22Degrees * MathF.Abs(down) ? (byte)2
            : across > 0 == down > 0 ? (byte)1 : (byte)3;

    // What is not steeper than both neighbours in the direction of the change, or not steep enough, is 0.
    private static float[] Thinned(float[] magnitude, byte[] sector, int width, int height, float low, CancellationToken cancellation)
    {
        var thin = new float[magnitude.Length];
        for (var y = 0; y < height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var x = 0; x < width; x++)
            {
                var at = (y * width) + x;
                if (magnitude[at] > low)
                {
                    var (dx, dy) = sector[at] switch { 0 => (1, 0), 1 => (1, 1), 2 => (0, 1), _ => (-1, 1) };
                    var isPeak = magnitude[at] > At(magnitude, x + dx, y + dy, width, height) && magnitude[at] > At(magnitude, x - dx, y - dy, width, height);
                    thin[at] = isPeak ? magnitude[at] : 0;
                }
            }
        }

        return thin;
    }

    private static float At(float[] magnitude, int x, int y, int width, int height)
        => (uint)x < (uint)width && (uint)y < (uint)height ? magnitude[(y * width) + x] : 0;

    private static void Follow(Stack<int> strong, float[] thin, float low, int width, int height, Span<float> edges)
    {
        while (strong.TryPop(out var place))
        {
            var (y, x) = Math.DivRem(place, width);
            for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
            {
                for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                {
                    var at = (row * width) + column;
                    if (thin[at] > low && edges[3 * at] == 0)
                    {
                        Mark(at, edges, strong);
                    }
                }
            }
        }
    }

    private static void Mark(int at, Span<float> edges, Stack<int> strong)
    {
        edges.Slice(3 * at, 3).Fill(1);
        strong.Push(at);
    }

    private static float[] Normalised(double[] weights) => [.. weights.Select(weight => (float)(weight / weights.Sum()))];
}
