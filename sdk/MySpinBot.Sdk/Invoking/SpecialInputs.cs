using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Sdk;

/// <summary>A link itself, in place of the value that would come over it. It can be put into an <see cref="GraphFragment"/>.</summary>
/// <param name="NodeId">Id of the node it comes from.</param>
/// <param name="Output">Position of the output.</param>
public sealed record RawLink(string NodeId, int Output);

/// <summary>Linked inputs that a node does not declare, by name.</summary>
public sealed class ExtraInputs(IReadOnlyDictionary<string, object?> values) : IReadOnlyDictionary<string, object?>
{
    /// <summary>No inputs at all.</summary>
    public static ExtraInputs None { get; } = new(new Dictionary<string, object?>());

    /// <inheritdoc/>
    public IEnumerable<string> Keys => values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => values.Values;

    /// <inheritdoc/>
    public int Count => values.Count;

    /// <inheritdoc/>
    public object? this[string key] => values[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Which inputs are known when an ask method is called.</summary>
/// <param name="names">Their names.</param>
public sealed class KnownInputs(IReadOnlySet<string> names)
{
    /// <summary>Whether the input of this name has its value, or has none to come.</summary>
    public bool Has(string name) => names.Contains(name);
}
