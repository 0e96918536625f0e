using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints;

/// <summary>Tensors that are held in memory: made by a test, or computed from others (a batch normalisation folded into a convolution).</summary>
public sealed class MemoryTensors : ITensors
{
    /// <summary>Adds one.</summary>
    /// <returns>This.</returns>
    public MemoryTensors Add(string name, ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address) => throw new NotSupportedException();
}
