namespace MySpinBot.Language;

/// <summary>What a value has to be by several places of a schema at once; by none, it may be anything. Two of the same places are the same.</summary>
internal sealed class Conjunction : IEquatable<Conjunction>
{
    private readonly string _key;

    public Conjunction(params IEnumerable<SchemaPlace> places)
    {
        Places = [.. places.DistinctBy(place => place.Pointer)];
        _key = string.Join('\n', Places.Select(place => place.Pointer).Order(StringComparer.Ordinal));
    }

    /// <summary>Anything.</summary>
    public static Conjunction Anything { get; } = new([]);

    /// <summary>The places.</summary>
    public IReadOnlyList<SchemaPlace> Places { get; }

    /// <summary>Whether it may be anything.</summary>
    public bool IsAnything => Places.Count == 0;

    /// <summary>Both.</summary>
    public Conjunction And(Conjunction other) => IsAnything ? other : other.IsAnything ? this : new(Places.Concat(other.Places));

    /// <inheritdoc/>
    public bool Equals(Conjunction? other) => other is not null && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Conjunction);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);
}
