namespace MySpinBot.Inference;

/// <summary>One dimension of a tensor in a graph: a number that is known, or one that a run brings, by name: (Name · Factor + Offset) / Divisor, rounded down.</summary>
/// <param name="Name">What the run brings; null where the size is known.</param>
/// <param name="Factor">Factor, or 0 where the size is known.</param>
/// <param name="Offset">What is added; the size where it is known.</param>
/// <param name="Divisor">What is divided by, at least 1.</param>
public readonly record struct Dim(string? Name, long Factor, long Offset, long Divisor)
{
    /// <summary>A size that is known.</summary>
    public static implicit operator Dim(long size) => new(null, 0, size, 1);

    /// <summary>A size that each run brings.</summary>
    public static Dim Of(string name) => new(name, 1, 0, 1);

    /// <summary>Whether the size is known.</summary>
    public bool IsKnown => Name is null;

    /// <summary>The size, given what a run brings.</summary>
    /// <exception cref="KeyNotFoundException">The run does not bring it.</exception>
    public long Size(IReadOnlyDictionary<string, long> brought)
    {
        ArgumentNullException.ThrowIfNull(brought);
        return Name is null ? Offset : checked((brought[Name] * Factor) + Offset) / Divisor;
    }
}
