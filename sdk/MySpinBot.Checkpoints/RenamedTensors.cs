using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints;

/// <summary>The same tensors under other names: a <c>module.</c> cut off, an older architecture's keys translated.</summary>
public sealed class RenamedTensors : ITensors
{
    private readonly ITensors _tensors;
    private readonly List<TensorEntry> _entries;
    private readonly Dictionary<string, (TensorEntry Here, TensorEntry There)> _byName;

    /// <summary>Renames.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="rename">The new name of each; null leaves it out.</param>
    /// <exception cref="CheckpointException">Two of them would have the same name.</exception>
    public RenamedTensors(ITensors tensors, Func<string, string?> rename)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(rename);
        _tensors = tensors;
        _entries = new List<TensorEntry>(tensors.Entries.Count);
        _byName = new Dictionary<string, (TensorEntry, TensorEntry)>(tensors.Entries.Count, StringComparer.Ordinal);
        foreach (var there in tensors.Entries)
        {
            if (rename(there.Name) is not { } name)
            {
                continue;
            }

            var here = name == there.Name ? there : there with { Name = name };
            if (!_byName.TryAdd(name, (here, there)))
            {
                throw new CheckpointException($"The tensors '{_byName[name].There.Name}' and '{there.Name}' would both be '{name}': the file holds the same part of a model twice.");
            }

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
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _byName.TryGetValue(entry.Name, out var both) && ReferenceEquals(both.Here, entry) ? both.There : throw new ArgumentException($"The tensor '{entry.Name}' is none of these.", nameof(entry));
    }
}
