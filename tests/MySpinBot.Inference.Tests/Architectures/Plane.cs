namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>[channels, height, width] of doubles, and the operators of the networks, each as its definition says.</summary>
internal sealed record Plane(int Channels, int Height, int Width, double[] Numbers)
{
    public double At(int c, int y, int x) => y < 0 || x < 0 || y >= Height || x >= Width ? 0 : Numbers[(((c * Height) + y) * Width) + x];

    public static Plane Filled(int channels, int height, int width, Func<int, int, int, double> value)
    {
        var numbers = new double[channels * height * width];
        for (int c = 0, i = 0; c < channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++, i++)
                {
                    numbers[i] = value(c, y, x);
                }
            }
        }

        return new Plane(channels, height, width, numbers);
    }

    public Plane Convolved(float[] kernel, int[] shape, float[]? bias) => Filled(shape[0], Height, Width, (c, y, x) =>
    {
        var (sum, pad, i) = ((double)(bias?[c] ?? 0), shape[2] / 2, c * shape[1] * shape[2] * shape[3]);
        for (var from = 0; from < shape[1]; from++)
        {
            for (var dy = -pad; dy <= pad; dy++)
            {
                for (var dx = -pad; dx <= pad; dx++)
                {
                    sum += kernel[i++] * At(from, y + dy, x + dx);
                }
            }
        }

        return sum;
    });

    public Plane Leaky(Func<int, double> slope) => Filled(Channels, Height, Width, (c, y, x) => At(c, y, x) is >= 0 and var value ? value : slope(c) * At(c, y, x));

    public Plane Times(double factor) => this with { Numbers = [.. Numbers.Select(number => number * factor)] };

    public Plane Plus(Plane other) => this with { Numbers = [.. Numbers.Zip(other.Numbers, (a, b) => a + b)] };

    public Plane And(params Plane[] others) => new(Channels + others.Sum(other => other.Channels), Height, Width, [.. Numbers, .. others.SelectMany(other => other.Numbers)]);

    public Plane Enlarged(int factor) => Filled(Channels, Height * factor, Width * factor, (c, y, x) => At(c, y / factor, x / factor));

    public Plane Shuffled(int factor) => Filled(Channels / (factor * factor), Height * factor, Width * factor, (c, y, x) => At((c * factor * factor) + (y % factor * factor) + (x % factor), y / factor, x / factor));

    public Plane Unshuffled(int factor) => Filled(Channels * factor * factor, Height / factor, Width / factor, (c, y, x) =>
        At(c / (factor * factor), (y * factor) + (c % (factor * factor) / factor), (x * factor) + (c % factor)));
}
