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

    /// <summary>Where a tensor's numbers lie in a file as they are, one after the other: for a runtime that reads the file itself.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="path">The file, as it was named when it was opened; another may have taken its place since.</param>
    /// <param name="offset">The first byte.</param>
    /// <returns>False where they are packed, strided, computed or nowhere in a file.</returns>
    bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset)
    {
        (path, offset) = (null, 0);
        return false;
    }
}
