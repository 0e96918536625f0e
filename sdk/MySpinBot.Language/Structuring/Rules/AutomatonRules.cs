namespace MySpinBot.Language;

/// <summary>Rules of an automaton: one a state, each a character and the rule of the state after it, so that a model is ever at one place of it.</summary>
internal static class AutomatonRules
{
    /// <summary>The symbols of an automaton's texts.</summary>
    /// <param name="book">Where new rules come from.</param>
    /// <param name="purpose">What they are named after.</param>
    /// <param name="automaton">The automaton; it is not empty.</param>
    /// <param name="written">How characters of a set are written: alternatives.</param>
    public static Symbol[] Of(RuleBook book, string purpose, Automaton automaton, Func<CharSet, IEnumerable<Symbol[]>> written)
    {
        var entries = Entries(automaton);
        var rules = new Rule?[automaton.States];
        var waiting = new Queue<int>();
        var first = new Symbol.Of(RuleOf(0));
        while (waiting.TryDequeue(out var state))
        {
            foreach (var edge in automaton.Edges(state))
            {
                foreach (var symbols in written(edge.Set))
                {
                    rules[state]!.Alternatives.Add([.. symbols, .. After(edge.Target)]);
                }
            }

            if (automaton.Accepts(state))
            {
                rules[state]!.Alternatives.Add([]);
            }
        }

        return [first];

        Rule RuleOf(int state)
        {
            if (rules[state] is null)
            {
                rules[state] = book.New(purpose);
                waiting.Enqueue(state);
            }

            return rules[state]!;
        }

        // States with one way in and one way out are no rules of their own.
        IEnumerable<Symbol> After(int state)
        {
            while (state != 0 && entries[state] == 1 && automaton.Edges(state).Count == 1 && !automaton.Accepts(state) && rules[state] is null)
            {
                var edge = automaton.Edges(state)[0];
                var alternatives = written(edge.Set).ToList();
                if (alternatives.Count != 1)
                {
                    break;
                }

                foreach (var symbol in alternatives[0])
                {
                    yield return symbol;
                }

                state = edge.Target;
            }

            if (automaton.Edges(state).Count > 0)
            {
                yield return new Symbol.Of(RuleOf(state));
            }
        }
    }

    private static int[] Entries(Automaton automaton)
    {
        var entries = new int[automaton.States];
        for (var state = 0; state < automaton.States; state++)
        {
            foreach (var edge in automaton.EdgesOf(state))
            {
                entries[edge.Target]++;
            }
        }

        return entries;
    }
}
