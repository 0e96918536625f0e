using System.Collections.Immutable;

namespace MySpinBot.Core.Results;

/// <summary>What nodes say of how they work: names and values, in the order of names.</summary>
public static class NoteList
{
    /// <summary>What stands before the name of a tool, whose value is its version.</summary>
    public const string Tool = "tool.";

    private const string Between = ", ";

    /// <summary>The notes of several calls as those of one: where they differ, all values in order.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Merge(IEnumerable<ImmutableArray<KeyValuePair<string, string>>> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        SortedDictionary<string, string>? all = null;
        foreach (var notes in calls)
        {
            foreach (var (name, value) in notes)
            {
                Add(all ??= new SortedDictionary<string, string>(StringComparer.Ordinal), name, value);
            }
        }

        return all is null ? [] : [.. all];
    }

    /// <summary>Adds a value to those that are known of a name.</summary>
    public static void Add(IDictionary<string, string> notes, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(notes);
        notes[name] = !notes.TryGetValue(name, out var known) || known == value ? value
            : string.Join(Between, Values(known).Union(Values(value), StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>Whether a value, or each of several, is among those that are known.</summary>
    public static bool Has(string known, string value)
        => known == value || Values(value).All(one => Values(known).Contains(one, StringComparer.Ordinal));

    private static string[] Values(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Split(Between);
    }
}
