namespace MySpinBot.Language;

/// <summary>Finds rules that may begin with themselves: matching them would never read a character.</summary>
internal static class LeftRecursion
{
    /// <summary>One of those rules; null where there is none.</summary>
    public static int? Find(Grammar grammar)
    {
        var begins = Beginnings(grammar, Empties(grammar));
        var state = new byte[grammar.Rules.Length];
        var path = new Stack<(int Rule, int Next)>();
        for (var start = 0; start < state.Length; start++)
        {
            if (state[start] == 0)
            {
                state[start] = 1;
                path.Push((start, 0));
            }

            // Depth first, without recursion of our own: grammars may be as deep as they are long.
            while (path.TryPop(out var at))
            {
                if (at.Next == begins[at.Rule].Count)
                {
                    state[at.Rule] = 2;
                    continue;
                }

                path.Push(at with { Next = at.Next + 1 });
                var rule = begins[at.Rule][at.Next];
                if (state[rule] == 1)
                {
                    return rule;
                }

                if (state[rule] == 0)
                {
                    state[rule] = 1;
                    path.Push((rule, 0));
                }
            }
        }

        return null;
    }

    // Rules that may give nothing. What depends on a rule is looked at again when that rule is found to be one.
    private static bool[] Empties(Grammar grammar)
    {
        var empties = new bool[grammar.Rules.Length];
        var users = Array.ConvertAll(new int[empties.Length], _ => new List<int>());
        for (var rule = 0; rule < empties.Length; rule++)
        {
            foreach (var start in grammar.Rules[rule])
            {
                for (var at = start; grammar.Elements[at].Kind == GrammarElementKind.Rule; at++)
                {
                    users[grammar.Elements[at].Value].Add(rule);
                }
            }
        }

        var open = new Queue<int>(Enumerable.Range(0, empties.Length));
        while (open.TryDequeue(out var rule))
        {
            if (!empties[rule] && grammar.Rules[rule].Any(start => IsEmpty(grammar, empties, start)))
            {
                empties[rule] = true;
                users[rule].ForEach(open.Enqueue);
            }
        }

        return empties;
    }

    private static bool IsEmpty(Grammar grammar, bool[] empties, int at)
    {
        while (grammar.Elements[at] is { Kind: GrammarElementKind.Rule } element && empties[element.Value])
        {
            at++;
        }

        return grammar.Elements[at].Kind == GrammarElementKind.End;
    }

    private static List<int>[] Beginnings(Grammar grammar, bool[] empties)
    {
        var begins = Array.ConvertAll(new int[grammar.Rules.Length], _ => new List<int>());
        for (var rule = 0; rule < begins.Length; rule++)
        {
            foreach (var start in grammar.Rules[rule])
            {
                for (var at = start; grammar.Elements[at] is { Kind: GrammarElementKind.Rule } element; at++)
                {
                    begins[rule].Add(element.Value);
                    if (!empties[element.Value])
                    {
                        break;
                    }
                }
            }
        }

        return begins;
    }
}
