using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Several models' tensors as those of one file.</summary>
internal sealed class JoinedTensors : ITensors
{
    private readonly Dictionary<string, (TensorEntry Entry, ITensors Of)> _byName = new(StringComparer.Ordinal);

    public JoinedTensors(params ITensors[] parts)
    {
        foreach (var part in parts)
        {
            foreach (var entry in part.Entries)
            {
                _byName.Add(entry.Name, (entry, part));
            }
        }

        Entries = [.. _byName.Values.Select(both => both.Entry)];
    }

    public IReadOnlyList<TensorEntry> Entries { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        var found = _byName.TryGetValue(name, out var both);
        entry = both.Entry;
        return found;
    }

    public void Read(TensorEntry entry, Span<byte> destination) => _byName[entry.Name].Of.Read(entry, destination);

    public bool TryMap(TensorEntry entry, out nint address) => _byName[entry.Name].Of.TryMap(entry, out address);
}
