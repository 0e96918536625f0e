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

    private readonly Terms _terms;
    private readonly Term _digit;
    private readonly Term _digits;
    private readonly Term _whole;
    private readonly Term _fraction;
    private readonly Term _zero;

    private NumberLanguage(Terms terms)
    {
        _terms = terms;
        _digit = _terms.Of(CharSet.Digits);
        _digits = _terms.Repeat(_digit, 0, -1);
        _whole = _terms.Or(_terms.Of("0"), _terms.Then(_terms.Of(CharSet.Of('1', '9')), _digits));
        _fraction = _terms.Maybe(_terms.Then(_terms.Of("."), _digit, _digits));
        _zero = _terms.Then(_terms.Of("0"), _terms.Maybe(_terms.Then(_terms.Of("."), _terms.Repeat(_terms.Of("0"), 1, -1))));
    }

    /// <summary>The language of a variant without choices.</summary>
    /// <exception cref="NodeFailure">A multiple is too fine.</exception>
    public static Term Of(Terms terms, NumberVariant number)
    {
        var language = new NumberLanguage(terms);
        var positive = language.Magnitudes(number, negative: false);
        var negative = terms.And(language.Magnitudes(number, negative: true), terms.Not(language._zero));
        var both = terms.Or(positive, terms.Then(terms.Of("-"), negative));
        return IsFree(number) ? terms.Then(both, terms.Maybe(language.Exponent())) : both;
    }

    /// <summary>Whether nothing is asked of a number.</summary>
    public static bool IsFree(NumberVariant number) => number is { Whole: false, Least: null, Most: null, Steps.Count: 0 };

    private Term Exponent() => _terms.Then(_terms.Of(CharSet.Of("eE")), _terms.Maybe(_terms.Of(CharSet.Of("+-"))), _terms.Repeat(_digit, 1, 2));

    /// <summary>The magnitudes of a side of zero.</summary>
    private Term Magnitudes(NumberVariant number, bool negative)
    {
        var (near, far) = negative ? (number.Most, number.Least) : (number.Least, number.Most);
        if (far is { } end && (negative ? end.Value.Sign >= 0 : end.Value.Sign < 0))
        {
            return _terms.Nothing;
        }

        var asked = new List<Term> { Shape(number, far) };
        if (near is { } start && (negative ? start.Value.Sign <= 0 : start.Value.Sign >= 0))
        {
            asked.Add(AtLeast(start.Value.Magnitude));
            asked.Add(start.Exclusive ? _terms.Not(Equal(start.Value.Magnitude)) : _terms.Anything);
        }

        if (far is { } limit)
        {
            asked.Add(AtMost(limit.Value.Magnitude));
            asked.Add(limit.Exclusive ? _terms.Not(Equal(limit.Value.Magnitude)) : _terms.Anything);
        }

        return _terms.And(asked.Concat(number.Steps.Select(Multiple)));
    }

    private Term Shape(NumberVariant number, NumberLimit? far)
    {
        var most = IsFree(number) ? FreeDigits : Math.Max(Digits, Math.Max(Length(number.Least), Length(number.Most)) + 1);
        if (number.Whole)
        {
            return far is null ? _terms.And(_whole, _terms.Repeat(_terms.AnyCharacter, 1, most)) : _whole;
        }

        return _terms.Or(
            _terms.And(_whole, _terms.Repeat(_terms.AnyCharacter, 1, most)),
            _terms.And(_terms.Then(_whole, _terms.Of("."), _digit, _digits), _terms.Repeat(_terms.AnyCharacter, 3, most + 1)));
    }

    private static int Length(NumberLimit? limit) => limit is { } of ? of.Value.WholeDigits.Length + of.Value.Scale : 0;

    private Term AtLeast(ExactNumber least)
    {
        var start = least.WholeDigits;
        var more = _terms.Or(Differing(start, above: true).Append(_terms.Then(_terms.Of(CharSet.Of('1', '9')), _terms.Repeat(_digit, start.Length, -1))));
        var rest = least.FractionDigits;
        var tail = rest.Length == 0 ? _fraction : _terms.Then(_terms.Of("."), _terms.Or(Open(rest, above: true).Append(_terms.Then(_terms.Of(rest), _digits))));
        return _terms.Or(_terms.Then(_terms.And(more, _whole), _fraction), _terms.Then(_terms.Of(start), tail));
    }

    private Term AtMost(ExactNumber most)
    {
        var start = most.WholeDigits;
        var shorter = start.Length > 1 ? _terms.Repeat(_digit, 1, start.Length - 1) : _terms.Nothing;
        var less = _terms.Or(Differing(start, above: false).Append(shorter));
        var rest = most.FractionDigits;
        var same = _terms.Then(_terms.Of(rest), _terms.Repeat(_terms.Of("0"), rest.Length == 0 ? 1 : 0, -1));
        var cut = Enumerable.Range(1, Math.Max(rest.Length - 1, 0)).Select(length => _terms.Of(rest[..length]));
        var tail = _terms.Maybe(_terms.Then(_terms.Of("."), _terms.Or(Open(rest, above: false).Concat(cut).Append(same))));
        return _terms.Or(_terms.Then(_terms.And(less, _whole), _fraction), _terms.Then(_terms.Of(start), tail));
    }

    private Term Equal(ExactNumber number)
    {
        var rest = number.FractionDigits;
        var zeros = _terms.Repeat(_terms.Of("0"), 0, -1);
        return _terms.Then(_terms.Of(number.WholeDigits), rest.Length == 0 ? _terms.Maybe(_terms.Then(_terms.Of(".0"), zeros)) : _terms.Then(_terms.Of("." + rest), zeros));
    }

    /// <summary>Digits, as many as given ones, that are more or less.</summary>
    private IEnumerable<Term> Differing(string given, bool above) =>
        Enumerable.Range(0, given.Length).Select(at => _terms.Then(_terms.Of(given[..at]), Beyond(given[at], above), _terms.Repeat(_digit, given.Length - at - 1, given.Length - at - 1)));

    /// <summary>Digits of any number that are more or less than given ones as a fraction, by a digit that differs.</summary>
    private IEnumerable<Term> Open(string given, bool above) =>
        Enumerable.Range(0, given.Length).Select(at => _terms.Then(_terms.Of(given[..at]), Beyond(given[at], above), _digits));

    private Term Beyond(char given, bool above) => _terms.Of(above ? CharSet.Of(given + 1, '9') : CharSet.Of('0', given - 1));

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

        var machine = _terms.Of(Remainders((int)rests, step.Scale));
        return _terms.Or(_zero, _terms.Then(machine, _terms.Of(new string('0', zeros))));
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
