namespace MySpinBot.Language;

/// <summary>Takes out of a grammar what no text ends in.</summary>
internal static class Pruning
{
    /// <summary>The rules that can be reached from one, itself first, without alternatives that lead nowhere; none where it gives no text.</summary>
    public static IReadOnlyList<Rule> Of(Rule root)
    {
        var rules = Reached(root);
        var productive = Productive(rules);
        if (!productive.Contains(root))
        {
            return [];
        }

        foreach (var rule in rules)
        {
            for (var at = rule.Alternatives.Count - 1; at >= 0; at--)
            {
                if (!rule.Alternatives[at].All(symbol => Ends(symbol, productive)))
                {
                    rule.Alternatives.RemoveAt(at);
                }
                else
                {
                    rule.Alternatives[at] = [.. rule.Alternatives[at].Where(symbol => symbol is not Symbol.Repeat repeat || productive.Contains(repeat.Rule))];
                }
            }
        }

        return Reached(root);
    }

    private static List<Rule> Reached(Rule root)
    {
        var reached = new List<Rule> { root };
        var seen = new HashSet<Rule> { root };
        for (var at = 0; at < reached.Count; at++)
        {
            foreach (var used in reached[at].Alternatives.SelectMany(symbols => symbols).Select(Used).OfType<Rule>())
            {
                if (seen.Add(used))
                {
                    reached.Add(used);
                }
            }
        }

        return reached;
    }

    /// <summary>The rules that give some text: the least set that holds those all of whose parts do. Each rule is looked at again only when one that it uses joined.</summary>
    private static HashSet<Rule> Productive(List<Rule> rules)
    {
        var users = new Dictionary<Rule, List<Rule>>();
        foreach (var rule in rules)
        {
            foreach (var used in rule.Alternatives.SelectMany(symbols => symbols).Select(Used).OfType<Rule>())
            {
                if (!users.TryGetValue(used, out var list))
                {
                    users.Add(used, list = []);
                }

                list.Add(rule);
            }
        }

        var productive = new HashSet<Rule>();
        var waiting = new Queue<Rule>(rules);
        while (waiting.TryDequeue(out var rule))
        {
            if (!productive.Contains(rule) && rule.Alternatives.Any(symbols => symbols.All(symbol => Ends(symbol, productive))))
            {
                productive.Add(rule);
                foreach (var user in users.GetValueOrDefault(rule) ?? [])
                {
                    waiting.Enqueue(user);
                }
            }
        }

        return productive;
    }

    private static Rule? Used(Symbol symbol) => symbol switch
    {
        Symbol.Of of => of.Rule,
        Symbol.Repeat repeat => repeat.Rule,
        _ => null,
    };

    private static bool Ends(Symbol symbol, HashSet<Rule> productive) => symbol switch
    {
        Symbol.Of of => productive.Contains(of.Rule),
        Symbol.Repeat { Least: > 0 } repeat => productive.Contains(repeat.Rule),
        Symbol.Character character => !character.Set.IsEmpty,
        _ => true,
    };
}
