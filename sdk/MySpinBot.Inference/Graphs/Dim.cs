namespace MySpinBot.Inference;

/// <summary>One dimension of a tensor in a graph: a number that is known, or one that follows from what a run brings (<c>h</c>, <c>4*h</c>, <c>(h+1)/2</c>).
/// Whole numbers: division rounds down. Two dimensions are equal where they are the same for every run, as far as sums and products tell.</summary>
public readonly struct Dim : IEquatable<Dim>
{
    private readonly DimSum? _sum;
    private readonly long _known;

    private Dim(long known) => _known = known;

    private Dim(DimSum sum)
    {
        _sum = sum.Terms.IsEmpty ? null : sum;
        _known = sum.Terms.IsEmpty ? sum.Constant : 0;
    }

    /// <summary>A size that each run brings.</summary>
    /// <param name="name">Its name: a letter, then letters, digits and underscores.</param>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    public static Dim Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? new(DimSum.Of(name))
            : throw new ArgumentException($"A dimension cannot be named '{name}': a letter is wanted, then letters, digits and underscores.", nameof(name));
    }

    /// <summary>Whether the size is known.</summary>
    public bool IsKnown => _sum is null;

    /// <summary>The size.</summary>
    /// <exception cref="InvalidOperationException">It is not known before a run.</exception>
    public long Known => _sum is null ? _known : throw new InvalidOperationException($"The size {this} is not known before a run.");

    /// <summary>What the run brings, where the size is just that; else null.</summary>
    public string? Name => _sum?.Name;

    /// <summary>Names of all that a run must bring for the size to be known.</summary>
    public IEnumerable<string> Names => _sum?.Names ?? [];

    internal static Dim From(DimSum sum) => new(sum);

    internal DimSum Sum => _sum ?? new DimSum([], _known);

    /// <summary>The size, given what a run brings.</summary>
    /// <exception cref="KeyNotFoundException">The run does not bring it.</exception>
    /// <exception cref="OverflowException">It is too large to be a number of 64 bits.</exception>
    public long Size(IReadOnlyDictionary<string, long> brought)
    {
        ArgumentNullException.ThrowIfNull(brought);
        return _sum is null ? _known : _sum.Size(brought);
    }

    /// <summary>Whether there can be a run in which the two are the same. Only what is certain is denied: <c>h</c> may be 512, but never <c>h+1</c>.</summary>
    public bool MayBe(Dim other) => _sum is null && other._sum is null ? _known == other._known : (this - other).Sum.MayBeZero;

    /// <summary>A size that is known.</summary>
    public static implicit operator Dim(long size) => new(size);

    /// <summary>Sum.</summary>
    public static Dim operator +(Dim a, Dim b) => a._sum is null && b._sum is null ? new(checked(a._known + b._known)) : new(a.Sum.Plus(b.Sum));

    /// <summary>Difference.</summary>
    public static Dim operator -(Dim a, Dim b) => a + (b * -1);

    /// <summary>Product.</summary>
    public static Dim operator *(Dim a, Dim b) => a._sum is null && b._sum is null ? new(checked(a._known * b._known)) : new(a.Sum.Times(b.Sum));

    /// <summary>Quotient, rounded down.</summary>
    /// <exception cref="DivideByZeroException">The divisor is not positive.</exception>
    public static Dim operator /(Dim a, long divisor)
        => divisor < 1 ? throw new DivideByZeroException() : a._sum is null ? new(DimSum.Floor(a._known, divisor)) : new(a._sum.Over(divisor));

    /// <summary>Whether both are the same for every run.</summary>
    public static bool operator ==(Dim a, Dim b) => a.Equals(b);

    /// <summary>Whether they differ in some run.</summary>
    public static bool operator !=(Dim a, Dim b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Dim other)
        => _sum is null ? other._sum is null && _known == other._known : other._sum is not null && (ReferenceEquals(_sum, other._sum) || _sum.Text == other._sum.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dim other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _sum is null ? _known.GetHashCode() : _sum.Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is written: <c>64</c>, <c>4*h</c>, <c>(h+1)/2</c>.</summary>
    public override string ToString() => _sum?.Text ?? _known.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
