using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>The same tensors, some of them with other dimensions for the same numbers: a 1×1 convolution as the matrix that it is.</summary>
internal sealed class ReshapedTensors : ITensors
{
    private readonly ITensors _tensors;
    private readonly List<TensorEntry> _entries;
    private readonly Dictionary<string, (TensorEntry Here, TensorEntry There)> _byName;

    /// <summary>Reshapes.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="reshape">The dimensions that each is to have, for as many numbers; null leaves them.</param>
    public ReshapedTensors(ITensors tensors, Func<TensorEntry, ImmutableArray<long>?> reshape)
    {
        _tensors = tensors;
        _entries = new List<TensorEntry>(tensors.Entries.Count);
        _byName = new Dictionary<string, (TensorEntry, TensorEntry)>(tensors.Entries.Count, StringComparer.Ordinal);
        foreach (var there in tensors.Entries)
        {
            var here = reshape(there) is { } shape && !shape.SequenceEqual(there.Shape) ? there with { Shape = shape } : there;
            if (here.Count != there.Count)
            {
                throw new ArgumentException($"The tensor '{there.Name}' of [{string.Join(", ", there.Shape)}] cannot be [{string.Join(", ", here.Shape)}].", nameof(reshape));
            }

            _byName[there.Name] = (here, there);
            _entries.Add(here);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        var found = _byName.TryGetValue(name, out var both);
        entry = both.Here;
        return found;
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination) => _tensors.Read(There(entry), destination);

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address) => _tensors.TryMap(There(entry), out address);

    /// <inheritdoc/>
    public bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset) => _tensors.TryLocate(There(entry), out path, out offset);

    private TensorEntry There(TensorEntry entry)
        => _byName.TryGetValue(entry.Name, out var both) && ReferenceEquals(both.Here, entry) ? both.There : throw new ArgumentException($"The tensor '{entry.Name}' is none of these.", nameof(entry));
}
