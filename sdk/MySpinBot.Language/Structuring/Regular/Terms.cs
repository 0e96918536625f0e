using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Makes terms of regular languages and their derivatives by characters (Brzozowski 1964; Owens, Reppy and Turon, "Regular-expression
/// derivatives re-examined", 2009). Intersection and complement are terms like others, so lengths, patterns and formats of one string combine exactly.
/// Terms that are plainly the same are one object: that is what makes the states of an automaton few.</summary>
internal sealed class Terms
{
    /// <summary>The most terms that one schema may take.</summary>
    internal const int Most = 400_000;

    private readonly Dictionary<Key, Term> _known = [];
    private readonly Dictionary<(int Term, int Character), Term> _derived = [];

    public Terms()
    {
        Nothing = Make(TermKind.Nothing, false);
        Empty = Make(TermKind.Empty, true);
        AnyCharacter = Of(CharSet.All);
        Anything = Not(Nothing);
    }

    /// <summary>No text at all.</summary>
    public Term Nothing { get; }

    /// <summary>The empty text.</summary>
    public Term Empty { get; }

    /// <summary>One character.</summary>
    public Term AnyCharacter { get; }

    /// <summary>Every text.</summary>
    public Term Anything { get; }

    /// <summary>One character of a set.</summary>
    public Term Of(CharSet set) => set.IsEmpty ? Nothing : Make(TermKind.Character, false, set);

    /// <summary>One text.</summary>
    public Term Of(string text)
    {
        var term = Empty;
        foreach (var rune in text.EnumerateRunes().Reverse())
        {
            term = Then(Of(CharSet.Of(rune.Value)), term);
        }

        return term;
    }

    /// <summary>What an automaton accepts from a state.</summary>
    public Term Of(Automaton machine, int state = 0) => Make(TermKind.Machine, machine.Accepts(state), numbers: (state, 0), machine: machine);

    /// <summary>One after another.</summary>
    public Term Then(params ReadOnlySpan<Term> parts)
    {
        var term = parts[^1];
        for (var at = parts.Length - 2; at >= 0; at--)
        {
            term = Then(parts[at], term);
        }

        return term;
    }

    /// <summary>One after the other.</summary>
    public Term Then(Term first, Term second)
    {
        if (first.Kind is TermKind.Nothing || second.Kind is TermKind.Empty)
        {
            return first;
        }

        if (second.Kind is TermKind.Nothing || first.Kind is TermKind.Empty)
        {
            return second;
        }

        return first.Kind is TermKind.Sequence
            ? Then(first.Parts[0], Then(first.Parts[1], second))
            : Make(TermKind.Sequence, first.AcceptsEmpty && second.AcceptsEmpty, parts: [first, second]);
    }

    /// <summary>Again and again: at least and at most so many times; -1 for no limit.</summary>
    public Term Repeat(Term part, int least, int most)
    {
        if (most == 0 || part.Kind is TermKind.Empty)
        {
            return Empty;
        }

        if (part.Kind is TermKind.Nothing)
        {
            return least == 0 ? Empty : Nothing;
        }

        least = part.AcceptsEmpty ? 0 : least;
        if ((least, most) == (1, 1))
        {
            return part;
        }

        return part == AnyCharacter && (least, most) == (0, -1) ? Anything : Make(TermKind.Repeat, least == 0, parts: [part], numbers: (least, most));
    }

    /// <summary>Perhaps.</summary>
    public Term Maybe(Term part) => Or(Empty, part);

    /// <summary>Any of them.</summary>
    public Term Or(params IEnumerable<Term> parts) => Set(TermKind.Or, parts, Nothing, Anything);

    /// <summary>All of them.</summary>
    public Term And(params IEnumerable<Term> parts) => Set(TermKind.And, parts, Anything, Nothing);

    /// <summary>All other texts.</summary>
    public Term Not(Term part) => part.Kind is TermKind.Not ? part.Parts[0] : Make(TermKind.Not, !part.AcceptsEmpty, parts: [part]);

    /// <summary>What may follow a character.</summary>
    public Term Derive(Term term, int character)
    {
        if (_derived.TryGetValue((term.Id, character), out var before))
        {
            return before;
        }

        if (_derived.Count >= 4 * Most)
        {
            throw TooMany();
        }

        var made = term.Kind switch
        {
            TermKind.Character => term.Set.Contains(character) ? Empty : Nothing,
            TermKind.Sequence => DeriveSequence(term, character),
            TermKind.Repeat => Then(Derive(term.Parts[0], character), Repeat(term.Parts[0], Math.Max(term.Numbers.Low - 1, 0), term.Numbers.High < 0 ? -1 : term.Numbers.High - 1)),
            TermKind.Or => Or(term.Parts.Select(part => Derive(part, character))),
            TermKind.And => And(term.Parts.Select(part => Derive(part, character))),
            TermKind.Not => Not(Derive(term.Parts[0], character)),
            TermKind.Machine => term.Machine!.Next(term.Numbers.Low, character) is var next and >= 0 ? Of(term.Machine, next) : Nothing,
            _ => Nothing,
        };
        _derived.Add((term.Id, character), made);
        return made;
    }

    /// <summary>The sets of characters that the first character of a text may have to be told apart by.</summary>
    internal static void Fronts(Term term, HashSet<CharSet> sets)
    {
        switch (term.Kind)
        {
            case TermKind.Character:
                sets.Add(term.Set);
                break;
            case TermKind.Sequence:
                Fronts(term.Parts[0], sets);
                if (term.Parts[0].AcceptsEmpty)
                {
                    Fronts(term.Parts[1], sets);
                }

                break;
            case TermKind.Machine:
                sets.UnionWith(term.Machine!.Edges(term.Numbers.Low).Select(edge => edge.Set));
                break;
            default:
                foreach (var part in term.Parts)
                {
                    Fronts(part, sets);
                }

                break;
        }
    }

    private Term DeriveSequence(Term term, int character)
    {
        var first = Then(Derive(term.Parts[0], character), term.Parts[1]);
        return term.Parts[0].AcceptsEmpty ? Or(first, Derive(term.Parts[1], character)) : first;
    }

    /// <summary>Associative, commutative and idempotent: nested ones are one, sorted, each part once.</summary>
    private Term Set(TermKind kind, IEnumerable<Term> parts, Term neutral, Term dominant)
    {
        var flat = new SortedSet<Term>(ById);
        foreach (var part in parts)
        {
            if (part == dominant)
            {
                return dominant;
            }

            if (part.Kind == kind)
            {
                flat.UnionWith(part.Parts);
            }
            else if (part != neutral)
            {
                flat.Add(part);
            }
        }

        return flat.Count switch
        {
            0 => neutral,
            1 => flat.Min!,
            _ => Make(kind, kind is TermKind.Or ? flat.Any(part => part.AcceptsEmpty) : flat.All(part => part.AcceptsEmpty), parts: [.. flat]),
        };
    }

    private static NodeFailure TooMany() => new("The patterns and lengths of the schema's strings are too many or too intricate together for a grammar; write shorter or plainer ones.");

    private static readonly Comparer<Term> ById = Comparer<Term>.Create((one, other) => one.Id.CompareTo(other.Id));

    private Term Make(TermKind kind, bool acceptsEmpty, CharSet? set = null, Term[]? parts = null, (int Low, int High) numbers = default, Automaton? machine = null)
    {
        var key = new Key(kind, set ?? CharSet.None, parts ?? [], numbers, machine);
        if (!_known.TryGetValue(key, out var term))
        {
            if (_known.Count >= Most)
            {
                throw TooMany();
            }

            term = new(_known.Count, kind, acceptsEmpty, key.Set, key.Parts, numbers, machine);
            _known.Add(key, term);
        }

        return term;
    }

    private readonly record struct Key(TermKind Kind, CharSet Set, Term[] Parts, (int Low, int High) Numbers, Automaton? Machine)
    {
        public bool Equals(Key other) =>
            Kind == other.Kind && Numbers == other.Numbers && Machine == other.Machine && Set.Equals(other.Set) && Parts.AsSpan().SequenceEqual(other.Parts);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Kind);
            hash.Add(Set);
            hash.Add(Numbers);
            foreach (var part in Parts)
            {
                hash.Add(part.Id);
            }

            return hash.ToHashCode();
        }
    }
}
