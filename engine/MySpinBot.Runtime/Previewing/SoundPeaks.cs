using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MySpinBot.Runtime.Previewing;

/// <summary>The form of a sound: the least and the greatest value of each of its pieces, -1 to 1, all channels together.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Least">The least values.</param>
/// <param name="Greatest">The greatest values.</param>
internal sealed record SoundPeaks(double Seconds, float[] Least, float[] Greatest)
{
    private const int Window = 64 << 10;

    /// <summary>Listens to all of a sound, which may be of any length: memory is bounded.</summary>
    /// <param name="tool">What decodes it.</param>
    /// <param name="path">The file.</param>
    /// <param name="sound">Which of its sounds.</param>
    /// <param name="count">How many pieces.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Sdk.NodeFailure">It cannot be decoded.</exception>
    public static async Task<SoundPeaks> OfAsync(MediaTool tool, string path, SoundFacts sound, int count, CancellationToken cancellation)
    {
        var peaks = new PeakCollector();
        await tool.DecodeAsync(path, null, ["-map", $"0:{sound.Index.ToString(CultureInfo.InvariantCulture)}", "-vn", "-f", "s16le", "-c:a", "pcm_s16le"], (output, ended) => DrainAsync(output, peaks, ended), cancellation);
        var (least, greatest) = peaks.Reduce(count);
        return new SoundPeaks(sound.SamplesPerSecond > 0 ? peaks.Samples / sound.SamplesPerSecond : 0, least, greatest);
    }

    /// <summary>As JSON: <c>{"seconds": …, "min": […], "max": […]}</c>.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("seconds", Math.Round(Seconds, 3));
        Write(writer, "min", Least);
        Write(writer, "max", Greatest);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, float[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteNumberValue(Math.Round((decimal)value, 4));
        }

        writer.WriteEndArray();
    }

    private static async Task DrainAsync(Stream output, PeakCollector peaks, CancellationToken ended)
    {
        var buffer = new byte[Window];
        for (int read; (read = await output.ReadAtLeastAsync(buffer, Window, throwOnEndOfStream: false, ended)) > 0;)
        {
            peaks.Add(MemoryMarshal.Cast<byte, short>(buffer.AsSpan(0, read)));
        }
    }
}

/// <summary>Collects the least and the greatest values of pieces of a sound whose length nobody knows: whenever there are too many pieces, each two become one.</summary>
internal sealed class PeakCollector
{
    private const int Most = 1 << 16;

    private readonly short[] _least = new short[Most];
    private readonly short[] _greatest = new short[Most];
    private long _piece = 64, _filled;
    private int _count;

    /// <summary>How many samples have come.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds samples.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        Samples += samples.Length;
        while (!samples.IsEmpty)
        {
            if (_filled == 0)
            {
                Begin();
            }

            var taken = samples[..(int)Math.Min(samples.Length, _piece - _filled)];
            var (least, greatest) = (_least[_count - 1], _greatest[_count - 1]);
            foreach (var sample in taken)
            {
                least = Math.Min(least, sample);
                greatest = Math.Max(greatest, sample);
            }

            (_least[_count - 1], _greatest[_count - 1]) = (least, greatest);
            _filled = (_filled + taken.Length) % _piece;
            samples = samples[taken.Length..];
        }
    }

    /// <summary>The values of so many pieces of one length, -1 to 1; zeros for silence that is no sound at all.</summary>
    public (float[] Least, float[] Greatest) Reduce(int count)
    {
        var (least, greatest) = (new float[count], new float[count]);
        for (var i = 0; _count > 0 && i < count; i++)
        {
            var (from, to) = ((int)((long)i * _count / count), (int)((long)(i + 1) * _count / count));
            var (low, high) = (short.MaxValue, short.MinValue);
            for (var piece = from; piece < Math.Max(to, from + 1); piece++)
            {
                low = Math.Min(low, _least[piece]);
                high = Math.Max(high, _greatest[piece]);
            }

            (least[i], greatest[i]) = (low / 32768f, high / 32768f);
        }

        return (least, greatest);
    }

    private void Begin()
    {
        if (_count == Most)
        {
            for (var i = 0; i < Most / 2; i++)
            {
                _least[i] = Math.Min(_least[2 * i], _least[(2 * i) + 1]);
                _greatest[i] = Math.Max(_greatest[2 * i], _greatest[(2 * i) + 1]);
            }

            (_count, _piece) = (Most / 2, _piece * 2);
        }

        (_least[_count], _greatest[_count]) = (short.MaxValue, short.MinValue);
        _count++;
    }
}
