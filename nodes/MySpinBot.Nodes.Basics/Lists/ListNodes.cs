using System.ComponentModel.DataAnnotations;

namespace MySpinBot.Nodes.Basics.Lists;

/// <summary>Lists: a node that follows one runs once for each element; these take it whole.</summary>
public static class ListNodes
{
    /// <summary>Makes one list of several values and lists, one after the other. What follows runs once for each element.</summary>
    /// <param name="input0">A value or a list.</param>
    /// <param name="input1">A value or a list.</param>
    /// <param name="input2">A value or a list.</param>
    /// <param name="input3">A value or a list.</param>
    /// <param name="inputs">Further inputs, <c>input4</c> and so on; ComfyUI's <c>inputs.input0</c> is understood. They follow in the order of their numbers.</param>
    /// <returns>All of them in one list.</returns>
    [Node("CreateList", Category = "basics/list", Search = "iterator, gather, concatenate, append, list of images")]
    [return: Output(Name = "list")]
    public static IReadOnlyList<object> Create(
        [Input(SocketOnly = true)] IReadOnlyList<object>? input0 = null,
        [Input(SocketOnly = true)] IReadOnlyList<object>? input1 = null,
        [Input(SocketOnly = true)] IReadOnlyList<object>? input2 = null,
        [Input(SocketOnly = true)] IReadOnlyList<object>? input3 = null,
        ExtraInputs? inputs = null)
    {
        var list = new List<object>();
        foreach (var part in new[] { input0, input1, input2, input3 }.Concat((inputs ?? ExtraInputs.None).OrderBy(input => Rank(input.Key)).Select(input => Parts(input.Value))))
        {
            Limits.PromisedList(list.Count + (part?.Count ?? 0L), "inputs");
            list.AddRange(part ?? []);
        }

        return list;
    }

    /// <summary>Counts the elements of a list.</summary>
    /// <param name="items">The list.</param>
    /// <returns>How many elements there are.</returns>
    [Node("ListLength", Category = "basics/list", Search = "count, size")]
    [return: Output(Name = "length")]
    public static long Length([Input(SocketOnly = true)] IReadOnlyList<object> items) => items.Count;

    /// <summary>Takes one element of a list.</summary>
    /// <param name="items">The list.</param>
    /// <param name="index">Which: 0 is the first, -1 the last.</param>
    /// <returns>The element.</returns>
    [Node("ListItem", Category = "basics/list", Search = "element, index, first, last, pick")]
    [return: Output(Name = "item")]
    public static object Item([Input(SocketOnly = true)] IReadOnlyList<object> items, long index = 0)
    {
        var at = index < 0 ? index + items.Count : index;
        return at >= 0 && at < items.Count
            ? items[(int)at]
            : throw Failures.At("index", $"The list has {items.Count} elements, and 'index' is {index}; it takes {(items.Count == 0 ? "none" : $"0 to {items.Count - 1}, or -1 to -{items.Count} from the end")}.");
    }

    /// <summary>Takes a part of a list.</summary>
    /// <param name="items">The list.</param>
    /// <param name="start">First element that is taken: 0 is the first of the list, -1 its last.</param>
    /// <param name="count">How many elements are taken, as far as there are so many; -1 takes all that follow.</param>
    /// <param name="every">Takes every so-manieth: 1 takes all, 2 every other.</param>
    /// <returns>The part.</returns>
    [Node("ListTake", Category = "basics/list", Search = "slice, part, skip, head, tail")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Take([Input(SocketOnly = true)] IReadOnlyList<object> items, long start = 0, [Range(-1, Limits.ListLength)] int count = -1, [Range(1, Limits.ListLength)] int every = 1)
    {
        var first = (int)Math.Clamp(start < 0 ? start + items.Count : start, 0, items.Count);
        var taken = items.Skip(first).Where((_, i) => i % every == 0);
        return [.. count < 0 ? taken : taken.Take(count)];
    }

    /// <summary>Turns a list around.</summary>
    /// <param name="items">The list.</param>
    /// <returns>The list, last element first.</returns>
    [Node("ListReverse", Category = "basics/list", Search = "backwards, flip")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Reverse([Input(SocketOnly = true)] IReadOnlyList<object> items) => [.. items.Reverse()];

    /// <summary>Sorts numbers by size or texts by their characters. Equal elements keep their order.</summary>
    /// <param name="items">The list: numbers, texts or booleans, of one kind.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <returns>The list in order.</returns>
    [Node("ListSort", Category = "basics/list", Search = "order, alphabetical, ascending")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Sort([Input(SocketOnly = true)] IReadOnlyList<object> items, bool descending = false)
    {
        var order = Comparer<object>.Create((a, b) => ValueOrder.Compare(a, b, "items"));
        try
        {
            return [.. descending ? items.OrderDescending(order) : items.Order(order)];
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is NodeFailure failure)
        {
            throw failure;
        }
    }

    /// <summary>Removes elements that were there before. The first of each stays where it is.</summary>
    /// <param name="items">The list.</param>
    /// <returns>The list without repetitions.</returns>
    [Node("ListUnique", Category = "basics/list", Search = "distinct, duplicates, set")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Unique([Input(SocketOnly = true)] IReadOnlyList<object> items) => [.. items.Distinct(ValueOrder.Equality).OfType<object>()];

    /// <summary>Repeats a list.</summary>
    /// <param name="items">The list, or a single value.</param>
    /// <param name="times">How often.</param>
    /// <param name="eachItem">Whether each element is repeated in its place (1 1 2 2) rather than the list as a whole (1 2 1 2).</param>
    /// <returns>The longer list.</returns>
    [Node("ListRepeat", Category = "basics/list", Search = "duplicate, fill, copies")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Repeat([Input(SocketOnly = true)] IReadOnlyList<object> items, [Range(0, Limits.ListLength)] int times = 2, bool eachItem = false)
    {
        Limits.PromisedList((long)items.Count * times, "times");
        return [.. eachItem ? items.SelectMany(item => Enumerable.Repeat(item, times)) : Enumerable.Repeat(items, times).SelectMany(list => list)];
    }

    /// <summary>Keeps the elements for which a second list says so.</summary>
    /// <param name="items">The list.</param>
    /// <param name="keep">One truth for each element; a single one counts for all.</param>
    /// <returns>kept: The elements that stay; others: The rest.</returns>
    [Node("ListFilter", Category = "basics/list", Search = "where, select, mask")]
    public static (IReadOnlyList<object> Kept, IReadOnlyList<object> Others) Filter([Input(SocketOnly = true)] IReadOnlyList<object> items, [Input(SocketOnly = true)] IReadOnlyList<bool> keep)
    {
        if (keep.Count != items.Count && keep.Count != 1)
        {
            throw Failures.At("keep", $"Input 'keep' has {keep.Count} elements and 'items' {items.Count}; there should be one for each, or a single one for all.");
        }

        var isKept = (int i) => keep[keep.Count == 1 ? 0 : i];
        return ([.. items.Where((_, i) => isKept(i))], [.. items.Where((_, i) => !isKept(i))]);
    }

    private static IReadOnlyList<object> Parts(object? value) => value switch
    {
        null => [],
        object?[] list => [.. list.OfType<object>()],
        _ => [value],
    };

    /// <summary>By the number at the end of the name; names without one come last, in their own order.</summary>
    private static (long Number, string Name) Rank(string name)
    {
        var digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1]))
        {
            digits--;
        }

        return (long.TryParse(name.AsSpan(digits), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue, name);
    }
}
