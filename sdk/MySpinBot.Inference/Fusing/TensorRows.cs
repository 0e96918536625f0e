using System.Diagnostics.CodeAnalysis;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Some rows of one tensor, as a tensor of its own: they lie one after the other, so a file that holds the whole holds them too.</summary>
internal sealed class TensorRows : ITensors
{
    private readonly ITensors _source;
    private readonly TensorEntry _whole;
    private readonly long _skipped;

    /// <param name="source">What holds the tensor.</param>
    /// <param name="whole">The tensor, [rows, …].</param>
    /// <param name="name">What the rows are called.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public TensorRows(ITensors source, TensorEntry whole, string name, long first, long count)
    {
        (_source, _whole) = (source, whole);
        _skipped = whole.ByteCount / whole.Shape[0] * first;
        Entry = new TensorEntry(name, whole.Type, [count, .. whole.Shape[1..]]);
    }

    public TensorEntry Entry { get; }

    public IReadOnlyList<TensorEntry> Entries => [Entry];

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        entry = name == Entry.Name ? Entry : null;
        return entry is not null;
    }

    public unsafe void Read(TensorEntry entry, Span<byte> destination)
    {
        if (_source.TryMap(_whole, out var address))
        {
            new ReadOnlySpan<byte>((byte*)address + _skipped, destination.Length).CopyTo(destination);
            return;
        }

        var all = GC.AllocateUninitializedArray<byte>(checked((int)_whole.ByteCount));
        _source.Read(_whole, all);
        all.AsSpan((int)_skipped, destination.Length).CopyTo(destination);
    }

    public bool TryMap(TensorEntry entry, out nint address)
    {
        var isThere = _source.TryMap(_whole, out address);
        address += isThere ? (nint)_skipped : 0;
        return isThere;
    }

    public bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset)
    {
        var isThere = _source.TryLocate(_whole, out path, out offset);
        offset += isThere ? _skipped : 0;
        return isThere;
    }
}
