using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MySpinBot.Inference;

/// <summary>A size that depends on the run: a sum of products of sizes by name and of quotients, in one form, so that equal sums have equal texts.</summary>
internal sealed class DimSum
{
    private string? _text;

    public DimSum(ImmutableArray<DimTerm> terms, long constant) => (Terms, Constant) = (terms, constant);

    /// <summary>In the order of their texts, no two with the same factors, none with the coefficient 0.</summary>
    public ImmutableArray<DimTerm> Terms { get; }

    public long Constant { get; }

    public string Text => _text ??= Write();

    public string? Name => Constant == 0 && Terms is [{ Coefficient: 1, Factors: [{ Name: { } name }] }] ? name : null;

    public IEnumerable<string> Names => Terms.SelectMany(term => term.Factors).SelectMany(factor => factor.Names).Distinct(StringComparer.Ordinal);

    public static DimSum Of(string name) => new([new(1, [new(name, null, 1)])], 0);

    public static long Floor(long a, long divisor) => (a >= 0 ? a : checked(a - divisor + 1)) / divisor;

    public long Size(IReadOnlyDictionary<string, long> brought)
    {
        var sum = Constant;
        foreach (var term in Terms)
        {
            var product = term.Coefficient;
            foreach (var factor in term.Factors)
            {
                product = checked(product * factor.Size(brought));
            }

            sum = checked(sum + product);
        }

        return sum;
    }

    public DimSum Plus(DimSum other) => Gather([.. Terms, .. other.Terms], checked(Constant + other.Constant));

    public DimSum Times(DimSum other)
    {
        var terms = new List<DimTerm>();
        foreach (var a in Terms.Add(new(Constant, [])))
        {
            foreach (var b in other.Terms.Add(new(other.Constant, [])))
            {
                terms.Add(new(checked(a.Coefficient * b.Coefficient), [.. a.Factors.Concat(b.Factors).OrderBy(factor => factor.Text, StringComparer.Ordinal)]));
            }
        }

        return Gather([.. terms.Where(term => !term.Factors.IsEmpty)], terms.Where(term => term.Factors.IsEmpty).Sum(term => term.Coefficient));
    }

    /// <summary>Rounded down. What divides evenly is taken out, and quotients of quotients become one: ⌊(⌊p/a⌋ + c)/b⌋ = ⌊(p + c·a)/(a·b)⌋.</summary>
    public DimSum Over(long divisor)
    {
        if (divisor == 1)
        {
            return this;
        }

        var whole = new DimSum([.. Terms.Where(term => term.Coefficient % divisor == 0).Select(term => term with { Coefficient = term.Coefficient / divisor })], Floor(Constant, divisor));
        var rest = new DimSum([.. Terms.Where(term => term.Coefficient % divisor != 0)], Constant - (whole.Constant * divisor));
        return rest.Terms switch
        {
            [] => whole,
            [{ Coefficient: 1, Factors: [{ Dividend: { } inner } quotient] }] => whole.Plus(inner.Plus(new([], checked(rest.Constant * quotient.Divisor))).Over(checked(quotient.Divisor * divisor))),
            _ => whole.Plus(new([new(1, [new(null, rest, divisor)])], 0)),
        };
    }

    /// <summary>What is left of a product when these factors are taken out of every term; null where they are not in every term.</summary>
    public DimSum? Without(DimSum divisor)
    {
        if (divisor is not { Constant: 0, Terms: [var by] } || Constant != 0)
        {
            return null;
        }

        var terms = new List<DimTerm>();
        foreach (var term in Terms)
        {
            var left = term.Factors;
            foreach (var factor in by.Factors)
            {
                if (left.FirstOrDefault(other => other.Text == factor.Text) is not { } same)
                {
                    return null;
                }

                left = left.Remove(same);
            }

            if (term.Coefficient % by.Coefficient != 0)
            {
                return null;
            }

            terms.Add(new(term.Coefficient / by.Coefficient, left));
        }

        return Gather([.. terms.Where(term => !term.Factors.IsEmpty)], terms.Where(term => term.Factors.IsEmpty).Sum(term => term.Coefficient));
    }

    /// <summary>Sizes by name are at least 1 and quotients at least 0, so a sum whose parts all have one sign is not zero; nor is one whose coefficients share a divisor that the constant has not.</summary>
    public bool MayBeZero
    {
        get
        {
            if (Terms.IsEmpty)
            {
                return Constant == 0;
            }

            var sure = Constant != 0 || Terms.Any(term => term.Factors.All(factor => factor.Name is not null));
            var positive = Constant >= 0 && Terms.All(term => term.Coefficient > 0);
            var negative = Constant <= 0 && Terms.All(term => term.Coefficient < 0);
            return !(sure && (positive || negative)) && Constant % Terms.Aggregate(0L, (divisor, term) => Greatest(divisor, Math.Abs(term.Coefficient))) == 0;
        }
    }

    private static long Greatest(long a, long b) => b == 0 ? a : Greatest(b, a % b);

    private static DimSum Gather(ImmutableArray<DimTerm> terms, long constant)
        => new(
            [
                .. terms.GroupBy(term => term.Text, StringComparer.Ordinal)
                    .Select(same => same.First() with { Coefficient = same.Aggregate(0L, (sum, term) => checked(sum + term.Coefficient)) })
                    .Where(term => term.Coefficient != 0)
                    .OrderBy(term => term.Text, StringComparer.Ordinal),
            ],
            constant);

    private string Write()
    {
        var text = new StringBuilder();
        foreach (var term in Terms)
        {
            text.Append(term.Coefficient < 0 ? "-" : text.Length > 0 ? "+" : "");
            text.Append(term.Coefficient is 1 or -1 ? "" : Math.Abs(term.Coefficient).ToString(CultureInfo.InvariantCulture) + "*");
            text.Append(term.Text);
        }

        return Constant == 0 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"{Constant:+0;-0}").ToString();
    }
}

/// <summary>A number times sizes.</summary>
internal sealed record DimTerm(long Coefficient, ImmutableArray<DimFactor> Factors)
{
    public string Text { get; } = string.Join('*', Factors.Select(factor => factor.Text));
}

/// <summary>A size by name, or a quotient that is rounded down.</summary>
internal sealed class DimFactor(string? name, DimSum? dividend, long divisor)
{
    public string? Name { get; } = name;

    public DimSum? Dividend { get; } = dividend;

    public long Divisor { get; } = divisor;

    public string Text { get; } = name ?? (dividend!.Name is { } plain ? $"({plain}/{divisor})" : $"(({dividend.Text})/{divisor})");

    public IEnumerable<string> Names => Name is null ? Dividend!.Names : [Name];

    public long Size(IReadOnlyDictionary<string, long> brought)
        => Name is null
            ? DimSum.Floor(Dividend!.Size(brought), Divisor)
            : brought.TryGetValue(Name, out var size) ? size : throw new KeyNotFoundException($"The size '{Name}' is wanted, and the run does not bring it.");
}
