namespace MySpinBot.Nodes.Media;

/// <summary>Smooth noise from a seed: random values at whole numbers, smoothly joined; the same on every machine.</summary>
internal sealed class ValueNoise(ulong seed)
{
    /// <summary>Noise of one scale, from 0 to 1.</summary>
    public float At(float x, float y)
    {
        var (column, row) = (MathF.Floor(x), MathF.Floor(y));
        var (dx, dy) = (Smooth(x - column), Smooth(y - row));
        var (i, j) = ((int)column, (int)row);
        var top = Mix(Value(i, j), Value(i + 1, j), dx);
        var bottom = Mix(Value(i, j + 1), Value(i + 1, j + 1), dx);
        return Mix(top, bottom, dy);
    }

    /// <summary>Noise of several scales, each half as large and half as strong as the one before; from 0 to 1, about 0.5.</summary>
    public float Fractal(float x, float y, int octaves)
    {
        var (sum, weight, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += weight * At(x + (octave * 17.3f), y + (octave * 9.1f));
            total += weight;
            (x, y, weight) = (x * 2.03f, y * 2.03f, weight / 2);
        }

        return sum / total;
    }

    /// <summary>A random value from 0 to 1 for a pair of whole numbers.</summary>
    public float Value(int x, int y)
    {
        // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
        var bits = seed + ((ulong)(uint)x * 0x9E3779B97F4A7C15) + ((ulong)(uint)y * 0xC2B2AE3D27D4EB4F);
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return ((bits ^ (bits >> 31)) >> 40) / (float)(1 << 24);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Mix(float a, float b, float way) => a + ((b - a) * way);
}
