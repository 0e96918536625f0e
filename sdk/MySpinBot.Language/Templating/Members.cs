namespace MySpinBot.Language;

/// <summary>Members, entries and parts of values.</summary>
internal static class Members
{
    /// <summary><c>value.name</c>: a method, then an entry.</summary>
    public static object? Get(object? value, string name)
    {
        if (value is Undefined undefined)
        {
            throw new TemplateFault($"'{undefined.Name}' is undefined, and '{name}' was wanted of it");
        }

        return Method(value, name) ?? Entry(value, name);
    }

    /// <summary><c>value[index]</c>: an entry, then a method.</summary>
    public static object? At(object? value, object? index)
    {
        switch (value)
        {
            case Undefined undefined:
                throw new TemplateFault($"'{undefined.Name}' is undefined, and an entry was wanted of it");
            case TemplateMap map when map.TryGet(index, out var entry):
                return entry;
            case TemplateList list when index is long or bool:
                return Place(Operations.ToWhole(index), list.Items.Count) is { } place ? list.Items[place] : new Undefined($"item {Told.Repr(index)} of a list");
            case MarkedText text when index is long or bool:
                var places = CodePoints.Places(text.Value);
                return Place(Operations.ToWhole(index), places?.Length - 1 ?? text.Length) is not { } character ? new Undefined($"character {Told.Repr(index)} of a text")
                    : places is null ? text.Slice(character, 1) : text.Slice(places[character], places[character + 1] - places[character]);
            default:
                return index is MarkedText name ? Method(value, name.Value) ?? Entry(value, name.Value) : new Undefined(Told.Repr(index));
        }
    }

    /// <summary><c>value[from:to:step]</c>.</summary>
    public static object? Slice(TemplateRun run, object? value, object? from, object? to, object? step)
    {
        if (value is not (MarkedText or TemplateList))
        {
            throw new TemplateFault($"{Told.Kind(value)} cannot be cut");
        }

        var stride = step is null ? 1 : Operations.ToCount(step);
        if (stride == 0)
        {
            throw new TemplateFault("a step of 0 leads nowhere");
        }

        var places = value is MarkedText characters ? CodePoints.Places(characters.Value) : null;
        var count = value is TemplateList items ? items.Items.Count : places?.Length - 1 ?? ((MarkedText)value).Length;
        var first = Bound(from, stride > 0 ? 0 : count - 1, count, stride);
        var last = Bound(to, stride > 0 ? count : -1, count, stride);
        if (value is MarkedText text && stride == 1)
        {
            var (start, end) = places is null ? (first, last) : (places[first], places[Math.Max(first, last)]);
            return run.Made(text.Slice(start, end - start));
        }

        run.Spend(count);
        return value is TemplateList list
            ? new TemplateList([.. Steps(first, last, stride).Select(i => list.Items[i])], list.IsTuple)
            : run.Made(Steps(first, last, stride).Select(i => (MarkedText)At(value, (long)i)!).Aggregate(new MarkedTextBuilder(), Append).ToText());
    }

    private static MarkedTextBuilder Append(MarkedTextBuilder builder, MarkedText text)
    {
        builder.Append(text);
        return builder;
    }

    private static IEnumerable<int> Steps(int first, int last, int stride)
    {
        for (long i = first; stride > 0 ? i < last : i > last; i += stride)
        {
            yield return (int)i;
        }
    }

    private static int Bound(object? given, int otherwise, int count, int stride)
    {
        if (given is null)
        {
            return otherwise;
        }

        var place = Operations.ToWhole(given);
        place = place < 0 ? place + count : place;
        return (int)Math.Clamp(place, stride > 0 ? 0 : -1, stride > 0 ? count : count - 1);
    }

    private static int? Place(long index, int count)
        => index >= -count && index < count ? (int)(index < 0 ? index + count : index) : null;

    private static TemplateFunction? Method(object? value, string name) => value switch
    {
        MarkedText text => TextMethods.Find(text, name),
        Unsaid => TextMethods.Find(MarkedText.Empty, name),
        ArgumentsMap or TemplateMap => CollectionMethods.Of((TemplateMap)value, name),
        TemplateList list => CollectionMethods.Of(list, name),
        _ => null,
    };

    private static object? Entry(object? value, string name)
    {
        object? entry = null;
        var found = value switch
        {
            TemplateMap map => map.TryGet(MarkedText.Own(name), out entry),
            TemplateNamespace space => space.Values.TryGetValue(name, out entry),
            TemplateFunction { Members: { } members } => members.TryGet(MarkedText.Own(name), out entry),
            _ => false,
        };
        return found ? entry : new Undefined(name);
    }
}
