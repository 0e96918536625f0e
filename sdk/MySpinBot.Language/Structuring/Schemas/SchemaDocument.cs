using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A JSON Schema whose places can refer to each other. What comes from outside is bounded here.</summary>
internal sealed class SchemaDocument
{
    /// <summary>The most characters of a schema.</summary>
    internal const int MostCharacters = 1 << 20;

    private readonly string? _id;

    /// <exception cref="NodeFailure">It is no schema, or too large.</exception>
    public SchemaDocument(JsonElement root)
    {
        if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
        {
            throw new NodeFailure("A JSON Schema is an object, true or false.");
        }

        var length = root.GetRawText().Length;
        if (length > MostCharacters)
        {
            throw new NodeFailure($"The JSON Schema has {length} characters; at most {MostCharacters} are read.");
        }

        if (!WholeText.IsWhole(root))
        {
            throw new NodeFailure("The JSON Schema has a string with half of a surrogate pair, which is no character.");
        }

        Root = new("#", root);
        _id = root.ValueKind is JsonValueKind.Object && root.TryGetProperty("$id", out var own) && own.ValueKind is JsonValueKind.String ? own.GetString() : null;
    }

    /// <summary>All of it.</summary>
    public SchemaPlace Root { get; }

    /// <summary>The place that a <c>$ref</c> means.</summary>
    /// <exception cref="NodeFailure">It leaves the schema, or there is no such place.</exception>
    public SchemaPlace Refer(SchemaPlace from)
    {
        var keyword = from.Schema.GetProperty("$ref");
        var reference = keyword.ValueKind is JsonValueKind.String ? keyword.GetString()! : throw new NodeFailure($"The $ref at {from.Pointer} is no text.");
        var fragment = _id is not null && reference.StartsWith(_id, StringComparison.Ordinal) ? reference[_id.Length..] : reference;
        if (fragment.Length == 0 && reference.Length > 0)
        {
            return Root;
        }

        if (!fragment.StartsWith('#'))
        {
            throw new NodeFailure($"The $ref \"{reference}\" at {from.Pointer} leaves the schema; put what it means under $defs and refer to #/$defs/name.");
        }

        var place = Root;
        foreach (var escaped in Uri.UnescapeDataString(fragment[1..]).Split('/').Skip(1))
        {
            var name = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = Below(place, name) ?? throw new NodeFailure($"The $ref \"{reference}\" at {from.Pointer} means nothing: there is no \"{name}\" at {place.Pointer}.");
        }

        return fragment is "#" || fragment.StartsWith("#/", StringComparison.Ordinal)
            ? place
            : throw new NodeFailure($"The $ref \"{reference}\" at {from.Pointer} is no pointer; refer to places as #/$defs/name.");
    }

    private static SchemaPlace? Below(SchemaPlace place, string name) => place.Schema.ValueKind switch
    {
        JsonValueKind.Object when place.Schema.TryGetProperty(name, out var below) => place.At(name, below),
        JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < place.Schema.GetArrayLength() => place.At(name, place.Schema[index]),
        _ => null,
    };
}
