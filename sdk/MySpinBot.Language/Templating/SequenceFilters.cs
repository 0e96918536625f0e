namespace MySpinBot.Language;

/// <summary>Filters over lists.</summary>
internal static class SequenceFilters
{
    /// <summary><c>select</c>, <c>reject</c>, <c>selectattr</c>, <c>rejectattr</c>.</summary>
    public static object? Chosen(TemplateRun run, object? value, TemplateArguments given, string? byMember, bool wanted)
    {
        var member = byMember is null ? null : Path(given.Needed(0, "attribute", byMember));
        var at = byMember is null ? 0 : 1;
        TemplateTest test = (_, tested, _) => Operations.IsTrue(tested);
        var arguments = TemplateArguments.None;
        if (given.Placed.Count > at)
        {
            var name = Told.Text(given.Placed[at]).Value;
            test = TemplateTests.Find(name) ?? throw new TemplateFault($"there is no test '{name}'");
            arguments = new TemplateArguments([.. given.Placed.Skip(at + 1)], given.Named);
        }

        return new TemplateList([.. Sequences.Of(run, value).Where(item => test(run, member is null ? item : Of(item, member), arguments) == wanted)]);
    }

    /// <summary><c>map('filter', …)</c> or <c>map(attribute=…, default=…)</c>.</summary>
    public static object? Map(TemplateRun run, object? value, TemplateArguments given)
    {
        var items = Sequences.Of(run, value);
        if (given.Placed.Count == 0)
        {
            given.AllowOnly("map", 0, "attribute", "default");
            var path = Path(given.Needed(0, "attribute", "map"));
            return new TemplateList([.. items.Select(item => Or(Of(item, path), given))]);
        }

        var name = Told.Text(given.Placed[0]).Value;
        var filter = TemplateFilters.Find(name) ?? throw new TemplateFault($"there is no filter '{name}'");
        var arguments = new TemplateArguments([.. given.Placed.Skip(1)], given.Named);
        return new TemplateList([.. items.Select(item => filter(run, item, arguments))]);
    }

    /// <summary>Values behind each other as a text.</summary>
    public static object? Join(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("join", 2, "d", "attribute");
        IReadOnlyList<object?> items = Sequences.Of(run, value);
        if (given.Get(1, "attribute") is { } attribute)
        {
            var path = Path(attribute);
            items = [.. items.Select(item => Of(item, path))];
        }

        return TextMethods.Join(run, Told.Text(given.Get(0, "d", MarkedText.Empty)), items);
    }

    /// <summary>In order; letters' cases count only when asked.</summary>
    public static object? Sort(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("sort", 3, "reverse", "case_sensitive", "attribute");
        return new TemplateList(Sorted(run, Sequences.Of(run, value), given.Get(2, "attribute"),
            Operations.IsTrue(given.Get(1, "case_sensitive", false)), Operations.IsTrue(given.Get(0, "reverse", false))));
    }

    /// <summary>A dictionary's entries in the order of their keys, or values.</summary>
    public static object? SortMap(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("dictsort", 3, "case_sensitive", "by", "reverse");
        var map = value as TemplateMap ?? throw new TemplateFault($"'dictsort' wants a dictionary, not {Told.Kind(value)}");
        var by = Told.Text(given.Get(1, "by", MarkedText.Own("key"))).Value == "value" ? 1L : 0L;
        return new TemplateList(Sorted(run, CollectionMethods.Items(run, map).Items, by,
            Operations.IsTrue(given.Get(0, "case_sensitive", false)), Operations.IsTrue(given.Get(2, "reverse", false))));
    }

    /// <summary>The largest or smallest.</summary>
    public static object? Extreme(TemplateRun run, object? value, TemplateArguments given, int sign)
    {
        var sorted = Sorted(run, Sequences.Of(run, value), given.Get(1, "attribute"), Operations.IsTrue(given.Get(0, "case_sensitive", false)), sign > 0);
        return sorted.Count > 0 ? sorted[0] : new Undefined("the extreme of nothing");
    }

    /// <summary>The sum.</summary>
    public static object? Sum(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("sum", 2, "attribute", "start");
        var path = given.Get(0, "attribute") is { } attribute ? Path(attribute) : [];
        return Sequences.Of(run, value).Aggregate(given.Get(1, "start", 0L), (sum, item) => Operations.Add(run, sum, Of(item, path)));
    }

    /// <summary>Each once.</summary>
    public static object? Unique(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("unique", 2, "case_sensitive", "attribute");
        var path = given.Get(1, "attribute") is { } attribute ? Path(attribute) : [];
        var exact = Operations.IsTrue(given.Get(0, "case_sensitive", false));
        HashSet<object> seen = new(TemplateKeys.Comparer);
        return new TemplateList([.. Sequences.Of(run, value).Where(item => seen.Add(Key(Of(item, path), exact) ?? TemplateKeys.None))]);
    }

    /// <summary>From the end; a text too.</summary>
    public static object? Reverse(TemplateRun run, object? value, TemplateArguments given)
    {
        if (value is MarkedText text)
        {
            return Members.Slice(run, text, null, null, -1L);
        }

        var items = Sequences.Of(run, value);
        items.Reverse();
        return new TemplateList(items);
    }

    /// <summary>In rows of so many.</summary>
    public static object? Batch(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("batch", 2, "linecount", "fill_with");
        var size = Math.Max(1, Operations.ToCount(given.Needed(0, "linecount", "batch")));
        var fill = given.Get(1, "fill_with");
        return new TemplateList([.. Sequences.Of(run, value).Chunk(size).Select(row =>
        {
            run.Spend(fill is null ? 0 : size);
            return (object?)new TemplateList([.. row, .. Enumerable.Repeat(fill, fill is null ? 0 : size - row.Length)]);
        })]);
    }

    /// <summary>By a member's value: pairs of it and those that have it, in its order.</summary>
    public static object? Group(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("groupby", 3, "attribute", "default", "case_sensitive");
        var path = Path(given.Needed(0, "attribute", "groupby"));
        var groups = Sequences.Of(run, value)
            .Select(item => (Item: item, Key: Or(Of(item, path), given)))
            .OrderBy(each => each.Key, Comparer<object?>.Create((left, right) => Operations.Compare(Key(left, false), Key(right, false))))
            .GroupBy(each => Key(each.Key, Operations.IsTrue(given.Get(2, "case_sensitive", false))) ?? TemplateKeys.None, TemplateKeys.Comparer);
        return new TemplateList([.. groups.Select(group => new TemplateList([group.First().Key, new TemplateList([.. group.Select(each => each.Item)])], true))]);
    }

    private static object? Or(object? found, TemplateArguments given) => found is Undefined && given.Has(1, "default") ? given.Get(1, "default") : found;

    private static List<object?> Sorted(TemplateRun run, List<object?> items, object? attribute, bool exact, bool reverse)
    {
        var path = attribute is null ? [] : Path(attribute);
        run.Spend(items.Count * Math.Log2(items.Count + 1));
        var order = Comparer<object?>.Create(Operations.Compare);

        // OrderBy keeps equals in their order, as Python does, also from the largest.
        return reverse ? [.. items.OrderByDescending(item => Key(Of(item, path), exact), order)] : [.. items.OrderBy(item => Key(Of(item, path), exact), order)];
    }

    private static object? Key(object? value, bool exact) => value is MarkedText text && !exact ? MarkedText.Own(text.Value.ToLowerInvariant()) : value;

    private static object?[] Path(object? attribute)
        => attribute is MarkedText text ? [.. text.Value.Split('.').Select(part => long.TryParse(part, out var place) ? (object?)place : MarkedText.Own(part))] : [attribute];

    private static object? Of(object? item, object?[] path)
    {
        foreach (var part in path)
        {
            item = item is Undefined ? item : Members.At(item, part);
        }

        return item;
    }
}
