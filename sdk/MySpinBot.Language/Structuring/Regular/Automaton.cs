using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A step of an automaton.</summary>
/// <param name="Set">The characters that take it.</param>
/// <param name="Target">The state it leads to.</param>
internal readonly record struct Edge(CharSet Set, int Target);

/// <summary>A deterministic finite automaton over characters. State 0 is the first; every other state can be reached, and from every state, but perhaps the first, a text can end.</summary>
internal sealed class Automaton
{
    /// <summary>The most states that one may have.</summary>
    internal const int MostStates = 20_000;

    private readonly Edge[][] _edges;
    private readonly bool[] _accepts;

    /// <summary>An automaton of given states.</summary>
    public Automaton(Edge[][] edges, bool[] accepts)
    {
        _edges = edges;
        _accepts = accepts;
    }

    /// <summary>How many states it has.</summary>
    public int States => _edges.Length;

    /// <summary>Whether it accepts no text.</summary>
    public bool IsEmpty => !_accepts[0] && _edges[0].Length == 0;

    /// <summary>The automaton of a term.</summary>
    /// <exception cref="NodeFailure">It would be too large.</exception>
    public static Automaton Of(Terms terms, Term language)
    {
        var numbers = new Dictionary<Term, int> { [language] = 0 };
        var waiting = new List<Term> { language };
        var edges = new List<Edge[]>();
        for (var at = 0; at < waiting.Count; at++)
        {
            edges.Add([.. Steps(terms, waiting[at]).Select(step => new Edge(step.Set, Number(step.Target)))]);
        }

        return Trimmed(edges, [.. waiting.Select(term => term.AcceptsEmpty)]);

        int Number(Term term)
        {
            if (!numbers.TryGetValue(term, out var number))
            {
                number = waiting.Count;
                numbers.Add(term, number);
                waiting.Add(term);
                if (number >= MostStates)
                {
                    throw new NodeFailure($"A pattern or a length of the schema's strings needs more than {MostStates} states; write a shorter or plainer one.");
                }
            }

            return number;
        }
    }

    /// <summary>Whether a text may end in a state.</summary>
    public bool Accepts(int state) => _accepts[state];

    /// <summary>The steps from a state; their sets have nothing in common.</summary>
    public ReadOnlySpan<Edge> EdgesOf(int state) => _edges[state];

    /// <summary>The steps from a state.</summary>
    public IReadOnlyList<Edge> Edges(int state) => _edges[state];

    /// <summary>The state after a character; -1 where no text goes on with it.</summary>
    public int Next(int state, int character)
    {
        foreach (var edge in _edges[state])
        {
            if (edge.Set.Contains(character))
            {
                return edge.Target;
            }
        }

        return -1;
    }

    /// <summary>Whether it accepts a text. A lone surrogate is taken for U+FFFD.</summary>
    public bool Accepts(string text)
    {
        var state = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            state = Next(state, rune.Value);
            if (state < 0)
            {
                return false;
            }
        }

        return _accepts[state];
    }

    /// <summary>The derivatives of a term, each with all characters that lead to it: characters that no set tells apart are tried once.</summary>
    private static IEnumerable<(CharSet Set, Term Target)> Steps(Terms terms, Term term)
    {
        var fronts = new HashSet<CharSet>();
        Terms.Fronts(term, fronts);
        var sets = fronts.ToArray();
        var cuts = new SortedSet<int> { 0, 0xE000 };
        foreach (var (first, last) in sets.SelectMany(set => set.Ranges))
        {
            cuts.Add(first);
            cuts.Add(last + 1);
        }

        cuts.Remove(0x110000);
        cuts.Remove(0xD800);
        var targets = new Dictionary<Term, List<(int, int)>>();
        var alike = new Dictionary<string, Term>();
        var starts = cuts.ToArray();
        for (var at = 0; at < starts.Length; at++)
        {
            var target = Target(starts[at]);
            if (target.Kind is not TermKind.Nothing)
            {
                var last = at + 1 < starts.Length ? starts[at + 1] - 1 : 0x10FFFF;
                if (!targets.TryGetValue(target, out var ranges))
                {
                    targets.Add(target, ranges = []);
                }

                ranges.Add((starts[at], last));
            }
        }

        return targets.Select(target => (CharSet.Of(target.Value), target.Key));

        Term Target(int character)
        {
            var signature = string.Create(sets.Length, (sets, character), static (text, of) =>
            {
                for (var set = 0; set < text.Length; set++)
                {
                    text[set] = of.sets[set].Contains(of.character) ? '1' : '0';
                }
            });
            if (!alike.TryGetValue(signature, out var target))
            {
                alike.Add(signature, target = terms.Derive(term, character));
            }

            return target;
        }
    }

    private static Automaton Trimmed(List<Edge[]> edges, bool[] accepts)
    {
        var alive = Alive(edges, accepts);
        alive[0] = true;
        var renumbered = new int[edges.Count];
        var kept = 0;
        for (var state = 0; state < edges.Count; state++)
        {
            renumbered[state] = alive[state] ? kept++ : -1;
        }

        var survivors = Enumerable.Range(0, edges.Count).Where(state => alive[state]).ToArray();
        return new(
            [.. survivors.Select(state => edges[state].Where(edge => alive[edge.Target]).Select(edge => edge with { Target = renumbered[edge.Target] }).ToArray())],
            [.. survivors.Select(state => accepts[state])]);
    }

    /// <summary>The states from which a text can end.</summary>
    private static bool[] Alive(List<Edge[]> edges, bool[] accepts)
    {
        var before = new List<int>[edges.Count];
        for (var state = 0; state < edges.Count; state++)
        {
            foreach (var edge in edges[state])
            {
                (before[edge.Target] ??= []).Add(state);
            }
        }

        var alive = (bool[])accepts.Clone();
        var waiting = new Stack<int>(Enumerable.Range(0, edges.Count).Where(state => accepts[state]));
        while (waiting.TryPop(out var state))
        {
            foreach (var earlier in before[state] ?? [])
            {
                if (!alive[earlier])
                {
                    alive[earlier] = true;
                    waiting.Push(earlier);
                }
            }
        }

        return alive;
    }
}
