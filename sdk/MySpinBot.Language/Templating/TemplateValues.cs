namespace MySpinBot.Language;

// What a template computes with is null (none), bool, long, double, MarkedText, or one of these.

/// <summary>What a name stands for that has no value. It prints as nothing and is false; asking it for anything is a fault.</summary>
/// <param name="name">What was asked for.</param>
internal sealed class Undefined(string name)
{
    /// <summary>What was asked for.</summary>
    public string Name { get; } = name;
}

/// <summary>The content of a message that has none: it is none, and an empty text where a template forgets to ask.</summary>
internal sealed class Unsaid
{
    private Unsaid()
    {
    }

    /// <summary>There is one.</summary>
    public static Unsaid Value { get; } = new();
}

/// <summary>A list or tuple.</summary>
/// <param name="items">Its values.</param>
/// <param name="isTuple">Whether it prints in round brackets.</param>
internal sealed class TemplateList(List<object?> items, bool isTuple = false)
{
    /// <summary>Its values.</summary>
    public List<object?> Items { get; } = items;

    /// <summary>Whether it prints in round brackets.</summary>
    public bool IsTuple { get; } = isTuple;
}

/// <summary>A dictionary: keys stay in the order in which they came.</summary>
internal class TemplateMap
{
    private readonly Dictionary<object, int> _places = new(TemplateKeys.Comparer);
    private readonly List<KeyValuePair<object?, object?>> _entries = [];

    /// <summary>Keys and values, in order.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries;

    /// <summary>A value by its key.</summary>
    public bool TryGet(object? key, out object? value)
    {
        var found = _places.TryGetValue(key ?? TemplateKeys.None, out var place);
        value = found ? _entries[place].Value : null;
        return found;
    }

    /// <summary>Sets a value.</summary>
    public void Set(object? key, object? value)
    {
        if (_places.TryGetValue(key ?? TemplateKeys.None, out var place))
        {
            _entries[place] = new(_entries[place].Key, value);
            return;
        }

        _places.Add(key ?? TemplateKeys.None, _entries.Count);
        _entries.Add(new(key, value));
    }

    /// <summary>Sets a value by a name of the template's.</summary>
    public void Set(string key, object? value) => Set(MarkedText.Own(key), value);
}

/// <summary>The arguments of a call that a model made: a dictionary, which prints as the JSON that it was; so templates that expect either are served.</summary>
/// <param name="json">The text that the model wrote.</param>
internal sealed class ArgumentsMap(MarkedText json) : TemplateMap
{
    /// <summary>The text that the model wrote.</summary>
    public MarkedText Json { get; } = json;
}

/// <summary>A namespace: the one thing that a template's loops can change.</summary>
internal sealed class TemplateNamespace
{
    /// <summary>Its values.</summary>
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);
}

/// <summary>Arguments of a call.</summary>
/// <param name="Placed">Those without names.</param>
/// <param name="Named">Those with.</param>
internal sealed record TemplateArguments(IReadOnlyList<object?> Placed, IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    /// <summary>None.</summary>
    public static TemplateArguments None { get; } = new([], []);

    /// <summary>Whether an argument is given.</summary>
    public bool Has(int place, string name) => place < Placed.Count || Named.Any(each => each.Key == name);

    /// <summary>An argument by its place or name.</summary>
    public object? Get(int place, string name, object? otherwise = null)
    {
        if (place < Placed.Count)
        {
            return Placed[place];
        }

        foreach (var (key, value) in Named)
        {
            if (key == name)
            {
                return value;
            }
        }

        return otherwise;
    }

    /// <summary>An argument that has to be there.</summary>
    public object? Needed(int place, string name, string what)
        => Has(place, name) ? Get(place, name) : throw new TemplateFault($"{what} wants an argument '{name}'");

    /// <summary>Refuses what nobody would read.</summary>
    public void AllowOnly(string what, int most, params ReadOnlySpan<string> names)
    {
        if (Placed.Count > most)
        {
            throw new TemplateFault($"{what} takes {most} argument{(most == 1 ? "" : "s")} at most, not {Placed.Count}");
        }

        foreach (var (key, _) in Named)
        {
            if (!names.Contains(key))
            {
                throw new TemplateFault($"{what} knows no argument '{key}'");
            }
        }
    }
}

/// <summary>What can be called.</summary>
/// <param name="name">Its name in sentences.</param>
/// <param name="call">What it does.</param>
internal sealed class TemplateFunction(string name, Func<TemplateRun, TemplateArguments, object?> call)
{
    private TemplateMap? _members;

    /// <summary>Its name in sentences.</summary>
    public string Name { get; } = name;

    /// <summary>Calls it.</summary>
    public object? Call(TemplateRun run, TemplateArguments arguments) => call(run, arguments);

    /// <summary>Makes the members (<c>loop</c> has some); null for none.</summary>
    public Func<TemplateMap>? MakeMembers { get; init; }

    /// <summary>Members; null for none. Most rounds of most loops ask for none.</summary>
    public TemplateMap? Members => _members ??= MakeMembers?.Invoke();
}

/// <summary>Keys of dictionaries: equal as Python finds them equal.</summary>
internal static class TemplateKeys
{
    /// <summary>Stands for none among keys.</summary>
    public static object None { get; } = new();

    /// <summary>Compares keys.</summary>
    public static IEqualityComparer<object> Comparer { get; } = new KeyComparer();

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || Operations.AreEqual(x, y);

        public int GetHashCode(object value) => value switch
        {
            MarkedText text => string.GetHashCode(text.Value, StringComparison.Ordinal),
            bool or long => Convert.ToInt64(value, null).GetHashCode(),
            double number => number == Math.Truncate(number) && Math.Abs(number) < long.MaxValue ? ((long)number).GetHashCode() : number.GetHashCode(),
            TemplateList { IsTuple: true } tuple => tuple.Items.Aggregate(17, (hash, item) => (hash * 31) + (item is null ? 0 : GetHashCode(item))),
            TemplateList => throw new TemplateFault("a list cannot be a key"),
            TemplateMap => throw new TemplateFault("a dictionary cannot be a key"),
            _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value),
        };
    }
}
