using System.Runtime.InteropServices;

namespace MySpinBot.Imaging;

/// <summary>Between float32 in 0..1 and the integer levels of files, exactly as ComfyUI loads and saves.</summary>
public static class Levels
{
    private static readonly float[] OfByte = [.. Enumerable.Range(0, 256).Select(k => k / 255f)];

    /// <summary>The 8-bit level of a value: 255 times it in float32, clipped to 0..255 and truncated; 0 for NaN.</summary>
    public static byte ToByte(float value)
    {
        var scaled = 255f * value;
        return scaled >= 255f ? (byte)255 : scaled > 0f ? (byte)scaled : (byte)0;
    }

    /// <summary><see cref="ToByte(float)"/> of every value.</summary>
    public static void ToBytes(ReadOnlySpan<float> values, Span<byte> levels)
    {
        for (var i = 0; i < values.Length; i++)
        {
            levels[i] = ToByte(values[i]);
        }
    }

    /// <summary>The nearest 16-bit level of a value, clipped to 0..65535; 0 for NaN. It gives back every level that was read.</summary>
    public static ushort ToWord(float value)
    {
        var scaled = (65535.0 * value) + 0.5;
        return scaled >= 65535 ? ushort.MaxValue : scaled > 0 ? (ushort)scaled : (ushort)0;
    }

    /// <summary>Levels of every value as they lie in memory, of one or two bytes each.</summary>
    internal static void ToSamples(ReadOnlySpan<float> values, Span<byte> samples, VipsFormat format)
    {
        if (format == VipsFormat.Byte)
        {
            ToBytes(values, samples);
            return;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(samples);
        for (var i = 0; i < values.Length; i++)
        {
            words[i] = ToWord(values[i]);
        }
    }

    /// <summary><see cref="FromByte(byte)"/> of every level.</summary>
    public static void ToValues(ReadOnlySpan<byte> levels, Span<float> values)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            values[i] = OfByte[levels[i]];
        }
    }

    /// <summary>The value of an 8-bit level: level / 255 in float32.</summary>
    public static float FromByte(byte level) => OfByte[level];

    /// <summary>A row of interleaved levels, spread into colour (three values a pixel; grey repeated) and, for two or four bands, alpha.</summary>
    internal static void FromRow(ReadOnlySpan<byte> row, int bands, VipsFormat format, Span<float> colour, Span<float> alpha)
    {
        if (format == VipsFormat.UInt16)
        {
            FromWords(MemoryMarshal.Cast<byte, ushort>(row), bands, colour, alpha);
            return;
        }

        for (int x = 0, from = 0; from < row.Length; x++, from += bands)
        {
            var grey = bands < 3;
            colour[3 * x] = OfByte[row[from]];
            colour[(3 * x) + 1] = OfByte[row[grey ? from : from + 1]];
            colour[(3 * x) + 2] = OfByte[row[grey ? from : from + 2]];
            if ((bands & 1) == 0)
            {
                alpha[x] = OfByte[row[from + bands - 1]];
            }
        }
    }

    private static void FromWords(ReadOnlySpan<ushort> row, int bands, Span<float> colour, Span<float> alpha)
    {
        for (int x = 0, from = 0; from < row.Length; x++, from += bands)
        {
            var grey = bands < 3;
            colour[3 * x] = row[from] / 65535f;
            colour[(3 * x) + 1] = row[grey ? from : from + 1] / 65535f;
            colour[(3 * x) + 2] = row[grey ? from : from + 2] / 65535f;
            if ((bands & 1) == 0)
            {
                alpha[x] = row[from + bands - 1] / 65535f;
            }
        }
    }
}
