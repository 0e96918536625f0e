using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>One tensor that is computed from others when it is read: passes over a graph cost no memory of weights.</summary>
internal sealed class LateTensor : ITensors
{
    private readonly Func<byte[]> _bytes;

    public LateTensor(TensorEntry entry, Func<float[]> numbers)
        : this(entry, () => MemoryMarshal.AsBytes(numbers().AsSpan()).ToArray())
    {
    }

    public LateTensor(TensorEntry entry, byte[] bytes)
        : this(entry, () => bytes)
    {
    }

    private LateTensor(TensorEntry entry, Func<byte[]> bytes) => (Entry, _bytes) = (entry, bytes);

    public TensorEntry Entry { get; }

    public IReadOnlyList<TensorEntry> Entries => [Entry];

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        entry = name == Entry.Name ? Entry : null;
        return entry is not null;
    }

    public void Read(TensorEntry entry, Span<byte> destination) => _bytes().CopyTo(destination);

    public bool TryMap(TensorEntry entry, out nint address)
    {
        address = 0;
        return false;
    }
}
