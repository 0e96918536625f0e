using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>A place in a schema: what a value has to be there.</summary>
/// <param name="Pointer">The way to it from the root, as a URI's fragment: <c>#/properties/name</c>.</param>
/// <param name="Schema">The schema; or the value itself, for a constant.</param>
/// <param name="IsConstant">Whether it is a value that alone is accepted.</param>
internal sealed record SchemaPlace(string Pointer, JsonElement Schema, bool IsConstant = false)
{
    /// <summary>A place below.</summary>
    public SchemaPlace At(string name, JsonElement schema) => new($"{Pointer}/{Escaped(name)}", schema, IsConstant);

    /// <summary>The place of a keyword whose value is one schema.</summary>
    public SchemaPlace At(string keyword) => At(keyword, Schema.GetProperty(keyword));

    /// <summary>The places of a keyword whose value is a list of schemas.</summary>
    public IEnumerable<SchemaPlace> Each(string keyword) =>
        Schema.GetProperty(keyword).EnumerateArray().Select((schema, index) => new SchemaPlace($"{Pointer}/{keyword}/{index}", schema, IsConstant));

    /// <inheritdoc/>
    public bool Equals(SchemaPlace? other) => other is not null && Pointer == other.Pointer;

    /// <inheritdoc/>
    public override int GetHashCode() => Pointer.GetHashCode(StringComparison.Ordinal);

    internal static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
