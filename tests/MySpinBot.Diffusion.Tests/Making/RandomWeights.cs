using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Weights of chance for a list of shapes, scaled so that what goes through a network stays of the order of one. The same seed and name give the same numbers, and nothing is held: models of full size are written without the memory for them.</summary>
internal sealed class RandomWeights : ITensors
{
    private readonly int _seed;
    private readonly Dictionary<string, TensorEntry> _byName;

    /// <param name="shapes">Names and shapes.</param>
    /// <param name="seed">What is drawn from.</param>
    /// <param name="type">What the numbers are kept as: Float32, Float16 or BFloat16.</param>
    public RandomWeights(ShapeList shapes, int seed = 1, TensorType type = TensorType.Float32)
    {
        _seed = seed;
        Entries = [.. shapes.Entries.Select(entry => entry.Type == TensorType.Float32 ? entry with { Type = type } : entry)];
        _byName = Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<TensorEntry> Entries { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _byName.TryGetValue(name, out entry);

    public void Read(TensorEntry entry, Span<byte> destination)
    {
        switch (entry.Type)
        {
            case TensorType.Int64:
                var counts = MemoryMarshal.Cast<byte, long>(destination);
                for (var i = 0; i < counts.Length; i++)
                {
                    counts[i] = i;
                }

                break;
            case TensorType.Float32: Fill(entry, MemoryMarshal.Cast<byte, float>(destination), static number => number); break;
            case TensorType.Float16: Fill(entry, MemoryMarshal.Cast<byte, Half>(destination), static number => (Half)number); break;
            case TensorType.BFloat16: Fill(entry, MemoryMarshal.Cast<byte, ushort>(destination), static number => (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16)); break;
            default: throw new NotSupportedException($"No chance is made of {entry.Type}.");
        }
    }

    public bool TryMap(TensorEntry entry, out nint address)
    {
        address = 0;
        return false;
    }

    private void Fill<T>(TensorEntry entry, Span<T> numbers, Func<float, T> to)
    {
        var (middle, range) = Law(entry);
        var state = Start(entry.Name);
        for (var i = 0; i < numbers.Length; i++)
        {
            // xorshift64*: a generator that is one line and fast enough for a thousand million numbers.
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            numbers[i] = to(middle + (range * (((state * 0x2545F4914F6CDD1DUL) >> 40) * (2f / (1 << 24)) - 1)));
        }
    }

    // Uniform, with the deviation that keeps what goes in: 1/√taken, whose range is √3 times as wide.
    private static (float Middle, float Range) Law(TensorEntry entry) => entry.Shape.Length switch
    {
        0 => (0.5f, 0.5f),
        1 when entry.Name.EndsWith(".weight", StringComparison.Ordinal) => (1, 0.2f),
        1 => (0, 0.1f),
        _ when entry.Name.Contains("embedding.weight", StringComparison.Ordinal) => (0, 1),
        _ => (0, MathF.Sqrt(3f / entry.Shape.Skip(1).Aggregate(1L, (count, side) => count * side))),
    };

    // FNV-1a over the seed and the name, and one step further, since nought has no successor.
    private ulong Start(string name)
    {
        var hash = 14695981039346656037UL ^ (uint)_seed;
        foreach (var part in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ part) * 1099511628211UL;
        }

        return hash == 0 ? 1 : hash;
    }
}
