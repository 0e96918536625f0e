namespace MySpinBot.Language;

/// <summary>Methods of dictionaries and lists.</summary>
internal static class CollectionMethods
{
    /// <summary>A dictionary's method; null where there is none of that name.</summary>
    public static TemplateFunction? Of(TemplateMap map, string name)
    {
        Func<TemplateRun, TemplateArguments, object?>? method = name switch
        {
            "items" => (run, _) => Items(run, map),
            "keys" => (run, _) => new TemplateList(Sequences.Of(run, map)),
            "values" => (run, _) => new TemplateList([.. map.Entries.Select(each => each.Value)]),
            "get" => (_, given) => map.TryGet(given.Needed(0, "key", "get"), out var value) ? value : given.Get(1, "default"),
            "copy" => (run, _) => Copy(run, map),
            "update" => (run, given) => Update(run, map, given),
            "setdefault" => (_, given) => SetDefault(map, given.Needed(0, "key", "setdefault"), given.Get(1, "default")),
            _ => null,
        };
        return method is null ? null : new TemplateFunction(name, method);
    }

    /// <summary>A list's method; null where there is none of that name.</summary>
    public static TemplateFunction? Of(TemplateList list, string name)
    {
        Func<TemplateRun, TemplateArguments, object?>? method = name switch
        {
            "index" => (_, given) => Index(list, given.Needed(0, "value", "index")),
            "count" => (_, given) => (long)list.Items.Count(item => Operations.AreEqual(item, given.Needed(0, "value", "count"))),
            "copy" => (run, _) => new TemplateList(Sequences.Of(run, list)),
            _ when list.IsTuple => null,
            "append" => (_, given) => Change(() => list.Items.Add(given.Needed(0, "value", "append"))),
            "extend" => (run, given) => Change(() => list.Items.AddRange(Sequences.Of(run, given.Needed(0, "values", "extend")))),
            "insert" => (_, given) => Change(() => list.Items.Insert(Near(list, given.Needed(0, "index", "insert")), given.Needed(1, "value", "insert"))),
            "pop" => (_, given) => Pop(list, given.Get(0, "index", -1L)),
            "reverse" => (_, _) => Change(list.Items.Reverse),
            _ => null,
        };
        return method is null ? null : new TemplateFunction(name, method);
    }

    /// <summary>Pairs of keys and values.</summary>
    public static TemplateList Items(TemplateRun run, TemplateMap map)
    {
        run.Spend(map.Entries.Count);
        return new TemplateList([.. map.Entries.Select(each => new TemplateList([each.Key, each.Value], true))]);
    }

    private static TemplateMap Copy(TemplateRun run, TemplateMap map)
    {
        run.Spend(map.Entries.Count);
        var copy = new TemplateMap();
        foreach (var (key, value) in map.Entries)
        {
            copy.Set(key, value);
        }

        return copy;
    }

    private static object? Update(TemplateRun run, TemplateMap map, TemplateArguments given)
    {
        if (given.Get(0, "") is TemplateMap other)
        {
            run.Spend(other.Entries.Count);
            foreach (var (key, value) in other.Entries.ToArray())
            {
                map.Set(key, value);
            }
        }

        foreach (var (name, value) in given.Named)
        {
            map.Set(name, value);
        }

        return null;
    }

    private static object? SetDefault(TemplateMap map, object? key, object? otherwise)
    {
        if (map.TryGet(key, out var value))
        {
            return value;
        }

        map.Set(key, otherwise);
        return otherwise;
    }

    private static long Index(TemplateList list, object? value)
    {
        var place = list.Items.FindIndex(item => Operations.AreEqual(item, value));
        return place >= 0 ? place : throw new TemplateFault("the list does not have the value whose place was asked for");
    }

    private static int Near(TemplateList list, object? index)
    {
        var place = Operations.ToCount(index);
        return Math.Clamp(place < 0 ? place + list.Items.Count : place, 0, list.Items.Count);
    }

    private static object? Pop(TemplateList list, object? index)
    {
        var place = Operations.ToCount(index);
        place = place < 0 ? place + list.Items.Count : place;
        if (place < 0 || place >= list.Items.Count)
        {
            throw new TemplateFault("the list has nothing in the place to take from");
        }

        var value = list.Items[place];
        list.Items.RemoveAt(place);
        return value;
    }

    private static object? Change(Action change)
    {
        change();
        return null;
    }
}
