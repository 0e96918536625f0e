using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>Tensors that are others under another name, in other dimensions, some of their rows, or turned: what one layout of a model stores in one piece and another in three.
/// Numbers are still read when they are wanted. Reading from several threads is safe once all have been added.</summary>
/// <param name="source">The others.</param>
internal sealed class ArrangedTensors(ITensors source) : ITensors
{
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, Arrangement> _byName = new(StringComparer.Ordinal);

    private enum Order
    {
        Kept,
        Turned,
    }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <summary>The same tensors, some of them with other dimensions for the same numbers: a 1×1 convolution as the matrix that it is.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="reshape">The dimensions that each is to have, for as many numbers; null leaves them.</param>
    /// <exception cref="ArgumentException">Those are dimensions of another count.</exception>
    public static ArrangedTensors Reshaped(ITensors tensors, Func<TensorEntry, ImmutableArray<long>?> reshape)
    {
        var arranged = new ArrangedTensors(tensors);
        foreach (var there in tensors.Entries)
        {
            var here = reshape(there) is { } shape && !shape.SequenceEqual(there.Shape) ? there with { Shape = shape } : there;
            if (here.Count != there.Count)
            {
                throw new ArgumentException($"The tensor '{there.Name}' of [{string.Join(", ", there.Shape)}] cannot be [{string.Join(", ", here.Shape)}].", nameof(reshape));
            }

            arranged.Add(here, there, 0, Order.Kept);
        }

        return arranged;
    }

    /// <summary>As it is, under another name.</summary>
    public void Add(string name, TensorEntry there) => Add(there with { Name = name }, there, 0, Order.Kept);

    /// <summary>Some rows: a part of the first dimension.</summary>
    /// <exception cref="CheckpointException">It has not so many.</exception>
    public void AddRows(string name, TensorEntry there, long first, long count)
    {
        if (there.Shape.Length == 0 || first < 0 || count < 1 || there.Shape[0] < first + count)
        {
            throw Misfit(there, $"{first + count} rows");
        }

        var here = new TensorEntry(name, there.Type, there.Shape.SetItem(0, count));
        Add(here, there, first * (there.ByteCount / there.Shape[0]), Order.Kept);
    }

    /// <summary>A matrix, rows for columns.</summary>
    /// <exception cref="CheckpointException">It is no matrix.</exception>
    public void AddTurned(string name, TensorEntry there)
        => Add(there.Shape is [var rows, var columns] ? new TensorEntry(name, there.Type, [columns, rows]) : throw Misfit(there, "two dimensions"), there, 0, Order.Turned);

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        var found = _byName.TryGetValue(name, out var arrangement);
        entry = arrangement?.Here;
        return found;
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination)
    {
        var (here, there, offset, order) = Arranged(entry);
        if (here.ByteCount == there.ByteCount && order == Order.Kept)
        {
            source.Read(there, destination);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent(checked((int)there.ByteCount));
        try
        {
            var bytes = whole.AsSpan(0, (int)there.ByteCount);
            source.Read(there, bytes);
            if (order == Order.Kept)
            {
                bytes.Slice((int)offset, destination.Length).CopyTo(destination);
            }
            else
            {
                Turn(bytes, destination, (int)there.Shape[0], (int)there.Shape[1], there.Type.Size());
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address)
    {
        var (_, there, offset, order) = Arranged(entry);
        address = 0;
        if (order != Order.Kept || !source.TryMap(there, out var start))
        {
            return false;
        }

        address = start + (nint)offset;
        return true;
    }

    /// <inheritdoc/>
    public bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset)
    {
        var (_, there, further, order) = Arranged(entry);
        (path, offset) = (null, 0);
        if (order != Order.Kept || !source.TryLocate(there, out path, out offset))
        {
            return false;
        }

        offset += further;
        return true;
    }

    private static void Turn(ReadOnlySpan<byte> from, Span<byte> to, int rows, int columns, int size)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                from.Slice(((row * columns) + column) * size, size).CopyTo(to[(((column * rows) + row) * size)..]);
            }
        }
    }

    private static CheckpointException Misfit(TensorEntry there, string wanted)
        => new($"The tensor '{there.Name}' has the shape [{string.Join(", ", there.Shape)}]; {wanted} would be right.");

    private void Add(TensorEntry here, TensorEntry there, long offset, Order order)
    {
        if (!_byName.TryAdd(here.Name, new(here, there, offset, order)))
        {
            throw new CheckpointException($"The tensors '{_byName[here.Name].There.Name}' and '{there.Name}' would both be '{here.Name}': the file holds the same part of a model twice.");
        }

        _entries.Add(here);
    }

    private Arrangement Arranged(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _byName.TryGetValue(entry.Name, out var arrangement) && ReferenceEquals(arrangement.Here, entry)
            ? arrangement : throw new ArgumentException($"The tensor '{entry.Name}' is none of these.", nameof(entry));
    }

    private sealed record Arrangement(TensorEntry Here, TensorEntry There, long Offset, Order Order);
}
