using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Names and shapes of a model's tensors, in diffusers' names: what a file of it has to hold.</summary>
internal sealed class ShapeList
{
    private readonly List<TensorEntry> _entries = [];

    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <summary>A tensor of any shape.</summary>
    public ShapeList Add(string name, params ReadOnlySpan<long> shape)
    {
        _entries.Add(new TensorEntry(name, TensorType.Float32, [.. shape]));
        return this;
    }

    /// <summary>Whole numbers from nought on, as buffers of positions are kept: [1, count].</summary>
    public ShapeList Positions(string name, long count)
    {
        _entries.Add(new TensorEntry(name, TensorType.Int64, [1, count]));
        return this;
    }

    /// <summary>A matrix [given, taken], and a bias.</summary>
    public ShapeList Linear(string name, long given, long taken, bool bias = true)
    {
        Add($"{name}.weight", given, taken);
        return bias ? Add($"{name}.bias", given) : this;
    }

    /// <summary>A convolution [given, taken, side, side], and a bias.</summary>
    public ShapeList Conv(string name, long given, long taken, long side = 3, bool bias = true)
    {
        Add($"{name}.weight", given, taken, side, side);
        return bias ? Add($"{name}.bias", given) : this;
    }

    /// <summary>A convolution over frames [given, taken, depth, side, side], and a bias.</summary>
    public ShapeList Conv3d(string name, long given, long taken, long depth = 3, long side = 1, bool bias = true)
    {
        Add($"{name}.weight", given, taken, depth, side, side);
        return bias ? Add($"{name}.bias", given) : this;
    }

    /// <summary>A normalisation's scale and shift.</summary>
    public ShapeList Norm(string name, long channels) => Add($"{name}.weight", channels).Add($"{name}.bias", channels);

    /// <summary>All of another list, below a name.</summary>
    public ShapeList AddAll(ShapeList others, string below = "")
    {
        _entries.AddRange(others.Entries.Select(entry => entry with { Name = below + entry.Name }));
        return this;
    }
}
