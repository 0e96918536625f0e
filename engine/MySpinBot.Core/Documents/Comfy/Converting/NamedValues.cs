using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>The saved values of a node's fields, by name.</summary>
/// <param name="Values">The values, in the order of the fields.</param>
/// <param name="Step">What becomes of the node's seed after a run; null where nothing is said.</param>
/// <param name="Unnamed">How many values are left that belong to no field.</param>
internal sealed record NamedValues(ImmutableArray<KeyValuePair<string, JsonElement>> Values, string? Step, int Unnamed)
{
    public static NamedValues None { get; } = new([], null, 0);

    private readonly Lazy<Dictionary<string, JsonElement>> _byName = new(() =>
    {
        var byName = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (field, value) in Values)
        {
            byName.TryAdd(field, value);
        }

        return byName;
    });

    /// <summary>The value of this field; null where it has none.</summary>
    public JsonElement? Of(string name) => _byName.Value.TryGetValue(name, out var value) ? value : null;
}
