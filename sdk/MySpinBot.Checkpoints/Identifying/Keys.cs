namespace MySpinBot.Checkpoints.Identifying;

/// <summary>Names and shapes of tensors below a prefix.</summary>
internal sealed class Keys(ITensors tensors, string prefix = "")
{
    /// <summary>All names, with the prefix.</summary>
    public IReadOnlyList<TensorEntry> Entries => tensors.Entries;

    public Keys Under(string further) => new(tensors, prefix + further);

    public bool Has(string name) => tensors.TryGet(prefix + name, out _);

    public bool HasAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!Has(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A side of a tensor; null where there is no such tensor, or no such side.</summary>
    public long? Side(string name, int axis) => tensors.TryGet(prefix + name, out var entry) && axis < entry.Shape.Length ? entry.Shape[axis] : null;

    /// <summary>How many dimensions a tensor has; null where there is none.</summary>
    public int? Rank(string name) => tensors.TryGet(prefix + name, out var entry) ? entry.Shape.Length : null;

    /// <summary>How many there are of a numbered part, from nought on.</summary>
    public int Count(Func<int, string> name, int from = 0)
    {
        var count = from;
        while (Has(name(count)))
        {
            count++;
        }

        return count - from;
    }
}
