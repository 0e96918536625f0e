using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The rules of a grammar that is being made.</summary>
internal sealed class RuleBook
{
    /// <summary>The most rules that a grammar may have.</summary>
    internal const int Most = 50_000;

    private const int MostName = 40;

    private readonly HashSet<string> _names = [];

    /// <summary>A new rule, named after what it is for.</summary>
    public Rule New(string purpose)
    {
        if (_names.Count >= Most)
        {
            throw new NodeFailure($"The schema needs more than {Most} rules; ask for fewer or shorter things at once.");
        }

        var stem = string.Concat(purpose.Take(MostName).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        stem = stem.Length == 0 ? "value" : stem;
        var name = stem;
        for (var number = _names.Count; !_names.Add(name); number++)
        {
            name = $"{stem}-{number}";
        }

        return new(name);
    }

    /// <summary>A new rule of one alternative.</summary>
    public Rule New(string purpose, params Symbol[] symbols)
    {
        var rule = New(purpose);
        rule.Alternatives.Add(symbols);
        return rule;
    }

    /// <summary>A rule again and again, at least and at most so many times; null for no limit. llama.cpp makes a rule of every time and refuses 2,000 of them, so that
    /// many times are so many blocks and a rest: about twice the root of the number in rules, and two or three ways open at once.</summary>
    public Symbol[] Repeated(Rule rule, int least, int? most)
    {
        var symbols = new List<Symbol>();
        if (least > Blocks.Plain)
        {
            var block = Blocks.Root(least);
            symbols.Add(new Symbol.Repeat(New($"{rule.Name}-{block}", new Symbol.Repeat(rule, block, block)), least / block, least / block));
            symbols.Add(new Symbol.Repeat(rule, least % block, least % block));
        }
        else if (most is null || most <= Blocks.Plain)
        {
            return [new Symbol.Repeat(rule, least, most)];
        }
        else
        {
            symbols.Add(new Symbol.Repeat(rule, least, least));
        }

        symbols.AddRange(most is { } limit ? UpTo(rule, limit - least) : [new Symbol.Repeat(rule, 0, null)]);
        return [.. symbols.Where(symbol => symbol is not Symbol.Repeat { Most: 0 })];
    }

    private Symbol[] UpTo(Rule rule, int most)
    {
        if (most <= Blocks.Plain)
        {
            return [new Symbol.Repeat(rule, 0, most)];
        }

        // most + 1 = blocks · block + first: up to first of them one by one, then whole blocks and less than one.
        var block = Blocks.Root(most + 1);
        var blocks = (most + 1) / block;
        var tail = New($"{rule.Name}-to-{most}");
        tail.Alternatives.Add([new Symbol.Repeat(New($"{rule.Name}-{block}", new Symbol.Repeat(rule, block, block)), 0, blocks - 1), new Symbol.Repeat(rule, 0, block - 1)]);
        for (var first = (most + 1) % block; first > 0; first--)
        {
            var longer = New($"{rule.Name}-to-{most}");
            longer.Alternatives.Add([new Symbol.Of(rule), new Symbol.Of(tail)]);
            longer.Alternatives.Add([]);
            tail = longer;
        }

        return [new Symbol.Of(tail)];
    }

    private static class Blocks
    {
        /// <summary>So many times are written as they are.</summary>
        public const int Plain = 200;

        public static int Root(int times) => (int)Math.Ceiling(Math.Sqrt(times));
    }
}
