using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints;

/// <summary>Tensors that are held in memory: made by a test, or computed from others (a batch normalisation folded into a convolution).
/// Reading from several threads is safe once all have been added.</summary>
public sealed class MemoryTensors : ITensors
{
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, (TensorEntry Entry, byte[] Bytes)> _held = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <summary>Adds one of 32-bit floats.</summary>
    /// <returns>This.</returns>
    public MemoryTensors Add(string name, ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape) => AddBytes(name, TensorType.Float32, MemoryMarshal.AsBytes(numbers), shape);

    /// <summary>Adds one of any type.</summary>
    /// <param name="name">Its name, which no other has.</param>
    /// <param name="type">What its numbers are.</param>
    /// <param name="bytes">Its numbers, little-endian, the last dimension fastest.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <returns>This.</returns>
    public MemoryTensors AddBytes(string name, TensorType type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        var entry = new TensorEntry(name, type, [.. shape]);
        if (entry.ByteCount != bytes.Length)
        {
            throw new ArgumentException($"The tensor '{name}' of shape [{string.Join(", ", entry.Shape)}] and type {type} takes {entry.ByteCount} bytes; {bytes.Length} were given.", nameof(bytes));
        }

        // Pinned, so that its address can be given away.
        var held = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(held);
        if (!_held.TryAdd(name, (entry, held)))
        {
            throw new ArgumentException($"There are two tensors of the name '{name}'.", nameof(name));
        }

        _entries.Add(entry);
        return this;
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        var found = _held.TryGetValue(name, out var held);
        entry = held.Entry;
        return found;
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination)
    {
        var bytes = Held(entry);
        if (destination.Length != bytes.Length)
        {
            throw new ArgumentException($"The tensor '{entry.Name}' takes {bytes.Length} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        bytes.CopyTo(destination);
    }

    /// <summary>Where a tensor's numbers lie: always known, and right as long as this object is kept.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="address">The first byte.</param>
    /// <returns>True.</returns>
    public unsafe bool TryMap(TensorEntry entry, out nint address)
    {
        address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Held(entry)));
        return true;
    }

    private byte[] Held(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _held.TryGetValue(entry.Name, out var held) && ReferenceEquals(held.Entry, entry) ? held.Bytes : throw new ArgumentException($"The tensor '{entry.Name}' is none of these.", nameof(entry));
    }
}
