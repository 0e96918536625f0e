namespace MySpinBot.Language;

/// <summary>Rules of JSON's lists.</summary>
internal sealed class ListRules(ValueRules values)
{
    /// <summary>A list of anything, so many levels deep.</summary>
    public Symbol[] Free(int depth) => Uniform(values.Free(depth - 1), 0, null);

    /// <summary>The lists of a variant. Where some first items have rules of their own and nothing is said of others, none are added.</summary>
    public Symbol[] Of(ListVariant list, string purpose)
    {
        var first = list.First;
        var open = first == 0 || list.Least > first || list.Rules.Any(rules => rules.Others is not null);
        var most = open ? list.Most : Math.Min(list.Most ?? first, first);
        if (first == 0)
        {
            var others = list.At(0);
            return Uniform(values.Of(others, $"{purpose}-item"), list.Least, most);
        }

        return [new Symbol.Text("["), values.Space.Gap, new Symbol.Of(After(list, 0, most, purpose))];
    }

    /// <summary>What may come after so many items, up to the bracket that closes.</summary>
    private Rule After(ListVariant list, int count, int? most, string purpose)
    {
        var rule = values.Book.New($"{purpose}-{count}");
        var last = rule;
        for (; ; count++)
        {
            if (count >= list.Least)
            {
                last.Alternatives.Add(count == 0 ? [new Symbol.Text("]")] : [values.Space.Gap, new Symbol.Text("]")]);
            }

            if (count >= most)
            {
                return rule;
            }

            if (count >= list.First)
            {
                var rest = values.Book.Repeated(Further(values.Of(list.At(count), $"{purpose}-item")), Math.Max(list.Least - count, 1), most - count);
                last.Alternatives.Add([.. rest, values.Space.Gap, new Symbol.Text("]")]);
                return rule;
            }

            var next = values.Book.New($"{purpose}-{count + 1}");
            Symbol[] comma = count == 0 ? [] : [new Symbol.Text(","), values.Space.Gap];
            last.Alternatives.Add([.. comma, new Symbol.Of(values.Of(list.At(count), $"{purpose}-{count}")), new Symbol.Of(next)]);
            last = next;
        }
    }

    private Symbol[] Uniform(Rule item, int least, int? most)
    {
        var inside = values.Book.New("items");
        if (least == 0)
        {
            inside.Alternatives.Add([new Symbol.Text("]")]);
        }

        if (most is null or > 0)
        {
            var more = most == 1 ? [] : values.Book.Repeated(Further(item), Math.Max(least - 1, 0), most - 1);
            inside.Alternatives.Add([new Symbol.Of(item), .. more, values.Space.Gap, new Symbol.Text("]")]);
        }

        return [new Symbol.Text("["), values.Space.Gap, new Symbol.Of(inside)];
    }

    private Rule Further(Rule item) => values.Book.New($"more-{item.Name}", new Symbol.Text(","), values.Space.Gap, new Symbol.Of(item));
}
