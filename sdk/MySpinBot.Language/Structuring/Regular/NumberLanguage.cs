using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The ways to write the numbers of a variant, exactly: ranges by comparing digit after digit, multiples by the rest of the division so far. Numbers with limits have no exponent.
/// Fractions have 15 digits in all where the limits have not more, so that a reader who keeps doubles compares them as they are written.</summary>
internal sealed class NumberLanguage
{
    private const int Digits = 15;
    private const int FreeDigits = 25;
    private const int MostRests = 5000;

    private readonly Terms terms;
    private readonly Term digit;
    private readonly Term digits;
    private readonly Term whole;
    private readonly Term fraction;
    private readonly Term zero;

    private NumberLanguage(Terms terms)
    {
        this.terms = terms;
        digit = terms.Of(CharSet.Digits);
        digits = terms.Repeat(digit, 0, -1);
        whole = terms.Or(terms.Of("0"), terms.Then(terms.Of(CharSet.Of('1', '9')), digits));
        fraction = terms.Maybe(terms.Then(terms.Of("."), digit, digits));
        zero = terms.Then(terms.Of("0"), terms.Maybe(terms.Then(terms.Of("."), terms.Repeat(terms.Of("0"), 1, -1))));
    }

    /// <summary>The language of a variant without choices.</summary>
    /// <exception cref="NodeFailure">A multiple is too fine.</exception>
    public static Term Of(Terms terms, NumberVariant number)
    {
        var language = new NumberLanguage(terms);
        var positive = language.Magnitudes(number, negative: false);
        var negative = terms.And(language.Magnitudes(number, negative: true), terms.Not(language.zero));
        var both = terms.Or(positive, terms.Then(terms.Of("-"), negative));
        return IsFree(number) ? terms.Then(both, terms.Maybe(language.Exponent())) : both;
    }

    /// <summary>Whether nothing is asked of a number.</summary>
    public static bool IsFree(NumberVariant number) => number is { Whole: false, Least: null, Most: null, Steps.Count: 0 };

    private Term Exponent() => terms.Then(terms.Of(CharSet.Of("eE")), terms.Maybe(terms.Of(CharSet.Of("+-"))), terms.Repeat(digit, 1, 2));

    /// <summary>The magnitudes of a side of zero.</summary>
    private Term Magnitudes(NumberVariant number, bool negative)
    {
        var (near, far) = negative ? (number.Most, number.Least) : (number.Least, number.Most);
        if (far is { } end && (negative ? end.Value.Sign >= 0 : end.Value.Sign < 0))
        {
            return terms.Nothing;
        }

        var asked = new List<Term> { Shape(number, far) };
        if (near is { } start && (negative ? start.Value.Sign <= 0 : start.Value.Sign >= 0))
        {
            asked.Add(AtLeast(start.Value.Magnitude));
            asked.Add(start.Exclusive ? terms.Not(Equal(start.Value.Magnitude)) : terms.Anything);
        }

        if (far is { } limit)
        {
            asked.Add(AtMost(limit.Value.Magnitude));
            asked.Add(limit.Exclusive ? terms.Not(Equal(limit.Value.Magnitude)) : terms.Anything);
        }

        return terms.And(asked.Concat(number.Steps.Select(Multiple)));
    }

    private Term Shape(NumberVariant number, NumberLimit? far)
    {
        var most = IsFree(number) ? FreeDigits : Math.Max(Digits, Math.Max(Length(number.Least), Length(number.Most)) + 1);
        if (number.Whole)
        {
            return far is null ? terms.And(whole, terms.Repeat(terms.AnyCharacter, 1, most)) : whole;
        }

        return terms.Or(
            terms.And(whole, terms.Repeat(terms.AnyCharacter, 1, most)),
            terms.And(terms.Then(whole, terms.Of("."), digit, digits), terms.Repeat(terms.AnyCharacter, 3, most + 1)));
    }

    private static int Length(NumberLimit? limit) => limit is { } of ? of.Value.WholeDigits.Length + of.Value.Scale : 0;

    private Term AtLeast(ExactNumber least)
    {
        var start = least.WholeDigits;
        var more = terms.Or(Differing(start, above: true).Append(terms.Then(terms.Of(CharSet.Of('1', '9')), terms.Repeat(digit, start.Length, -1))));
        var rest = least.FractionDigits;
        var tail = rest.Length == 0 ? fraction : terms.Then(terms.Of("."), terms.Or(Open(rest, above: true).Append(terms.Then(terms.Of(rest), digits))));
        return terms.Or(terms.Then(terms.And(more, whole), fraction), terms.Then(terms.Of(start), tail));
    }

    private Term AtMost(ExactNumber most)
    {
        var start = most.WholeDigits;
        var shorter = start.Length > 1 ? terms.Repeat(digit, 1, start.Length - 1) : terms.Nothing;
        var less = terms.Or(Differing(start, above: false).Append(shorter));
        var rest = most.FractionDigits;
        var same = terms.Then(terms.Of(rest), terms.Repeat(terms.Of("0"), rest.Length == 0 ? 1 : 0, -1));
        var cut = Enumerable.Range(1, Math.Max(rest.Length - 1, 0)).Select(length => terms.Of(rest[..length]));
        var tail = terms.Maybe(terms.Then(terms.Of("."), terms.Or(Open(rest, above: false).Concat(cut).Append(same))));
        return terms.Or(terms.Then(terms.And(less, whole), fraction), terms.Then(terms.Of(start), tail));
    }

    private Term Equal(ExactNumber number)
    {
        var rest = number.FractionDigits;
        var zeros = terms.Repeat(terms.Of("0"), 0, -1);
        return terms.Then(terms.Of(number.WholeDigits), rest.Length == 0 ? terms.Maybe(terms.Then(terms.Of(".0"), zeros)) : terms.Then(terms.Of("." + rest), zeros));
    }

    /// <summary>Digits, as many as given ones, that are more or less.</summary>
    private IEnumerable<Term> Differing(string given, bool above) =>
        Enumerable.Range(0, given.Length).Select(at => terms.Then(terms.Of(given[..at]), Beyond(given[at], above), terms.Repeat(digit, given.Length - at - 1, given.Length - at - 1)));

    /// <summary>Digits of any number that are more or less than given ones as a fraction, by a digit that differs.</summary>
    private IEnumerable<Term> Open(string given, bool above) =>
        Enumerable.Range(0, given.Length).Select(at => terms.Then(terms.Of(given[..at]), Beyond(given[at], above), digits));

    private Term Beyond(char given, bool above) => terms.Of(above ? CharSet.Of(given + 1, '9') : CharSet.Of('0', given - 1));

    private Term Multiple(ExactNumber step)
    {
        var (rests, zeros) = (step.Digits, 0);
        while (step.Scale == 0 && rests % 10 == 0)
        {
            rests /= 10;
            zeros++;
        }

        if (rests * (step.Scale + 2) > MostRests)
        {
            throw new NodeFailure($"The schema's multipleOf {step} is too fine for a grammar; less than {MostRests / (step.Scale + 2)} without the zeros at its end is followed.");
        }

        var machine = terms.Of(Remainders((int)rests, step.Scale));
        return terms.Or(zero, terms.Then(machine, terms.Of(new string('0', zeros))));
    }

    /// <summary>Of digits with at most <paramref name="scale"/> after the point: those whose number, times 10^scale, leaves nothing when divided. A state is the level (digits before
    /// the point, then each number of digits after it) and the rest so far.</summary>
    private static Automaton Remainders(int divisor, int scale)
    {
        var levels = scale == 0 ? 1 : scale + 2;
        var edges = new Edge[levels * divisor][];
        var accepts = new bool[edges.Length];
        for (var level = 0; level < levels; level++)
        {
            var after = Math.Max(level - 1, 0);
            for (var rest = 0; rest < divisor; rest++)
            {
                var state = (level * divisor) + rest;
                accepts[state] = level != 1 && BigInteger.ModPow(10, scale - after, divisor) * rest % divisor == 0;
                var target = level == 0 ? 0 : level + 1;
                var steps = target >= levels ? [] : Enumerable.Range(0, 10).GroupBy(value => ((rest * 10) + value) % divisor)
                    .Select(group => new Edge(CharSet.Of(group.Select(value => ('0' + value, '0' + value))), (target * divisor) + group.Key));
                edges[state] = [.. steps, .. level == 0 && scale > 0 ? (Edge[])[new(CharSet.Of('.'), divisor + rest)] : []];
            }
        }

        return new(edges, accepts);
    }
}
