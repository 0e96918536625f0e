using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Checkpoints.Identifying;

/// <summary>Tensors by name and shape; their numbers are not wanted.</summary>
internal sealed class Listing : ITensors
{
    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);

    public Listing(IEnumerable<TensorEntry> entries)
    {
        foreach (var entry in entries)
        {
            _byName.TryAdd(entry.Name, entry);
        }

        Entries = [.. _byName.Values];
    }

    public IReadOnlyList<TensorEntry> Entries { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _byName.TryGetValue(name, out entry);

    public void Read(TensorEntry entry, Span<byte> destination) => throw new InvalidOperationException("A listing has no numbers.");

    public bool TryMap(TensorEntry entry, out nint address)
    {
        address = 0;
        return false;
    }
}
