using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints;

/// <summary>Named tensors whose numbers are read when they are wanted: a checkpoint, or a view of one (other names, patched by a LoRA, …).</summary>
public interface ITensors
{
    /// <summary>All of them, in the order of the file.</summary>
    IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The tensor of this name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry);

    /// <summary>Reads a tensor's numbers, contiguous and row-major whatever the file's strides are.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="destination">Exactly <see cref="TensorEntry.ByteCount"/> bytes.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or has become shorter.</exception>
    void Read(TensorEntry entry, Span<byte> destination);

    /// <summary>Where a tensor's numbers lie in memory without a copy, if they do: contiguous, row-major, and safe to read whatever happens to the file, until the checkpoint is disposed.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="address">The first byte; no alignment is promised.</param>
    /// <returns>False where they must be read.</returns>
    bool TryMap(TensorEntry entry, out nint address);
}
