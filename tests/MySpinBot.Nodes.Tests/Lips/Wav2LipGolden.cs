using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Nodes.Tests.Lips;

/// <summary>The reference's numbers: what stands in them is found by its name, and nothing is assumed about sizes.</summary>
internal static partial class Wav2LipGolden
{
    public static Tensors Numbers { get; } = Golden.Tensors("wav2lip", "io.safetensors");

    public static string Weights => Path.Combine(Golden.Folder("wav2lip"), "weights.safetensors");

    public static IReadOnlyList<string> Keys { get; } = ReadKeys();

    /// <summary>The key that begins so, and what stands in its brackets.</summary>
    public static (string Key, string Inside) Part(string beginning)
    {
        var key = Keys.Single(key => key.StartsWith(beginning + "[", StringComparison.Ordinal));
        return (key, key[(beginning.Length + 1)..^1]);
    }

    /// <summary>The number that follows a beginning of a key: <c>e2e.mel_chunk_index10</c>.</summary>
    public static (string Key, double Number) Numbered(string beginning)
    {
        var key = Keys.Single(key => key.StartsWith(beginning, StringComparison.Ordinal));
        return (key, double.Parse(LeadingNumber().Match(key[beginning.Length..]).Value, CultureInfo.InvariantCulture));
    }

    public static double[] Doubles(string key) => MemoryMarshal.Cast<byte, double>(Numbers.Bytes(key)).ToArray();

    /// <summary>The only sound file, as floats of 16-bit samples.</summary>
    public static float[] Speech()
    {
        var bytes = File.ReadAllBytes(Directory.EnumerateFiles(Golden.Folder("wav2lip"), "*.wav").Single());
        var at = 12;
        while (!bytes.AsSpan(at, 4).SequenceEqual("data"u8))
        {
            at += 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
        }

        var samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(at + 8, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4))));
        var sound = new float[samples.Length];
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = samples[i] / 32768f;
        }

        return sound;
    }

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        double farthest = 0;
        for (var i = 0; i < one.Length; i++)
        {
            farthest = Math.Max(farthest, Math.Abs((double)one[i] - other[i]));
        }

        return farthest;
    }

    private static List<string> ReadKeys()
    {
        using var file = File.OpenRead(Path.Combine(Golden.Folder("wav2lip"), "io.safetensors"));
        var length = new byte[8];
        file.ReadExactly(length);
        var head = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        file.ReadExactly(head);
        using var json = JsonDocument.Parse(head);
        return [.. json.RootElement.EnumerateObject().Select(member => member.Name).Where(name => name != "__metadata__")];
    }

    [GeneratedRegex(@"^\d+(\.\d+)?")]
    private static partial Regex LeadingNumber();
}
