using System.Text.Json.Nodes;
using MySpinBot.Client.Generation.Reading;

namespace MySpinBot.Client.Generation.Shapes;

/// <summary>The types that the description's schemas become: those that have a name, and those that stand within others and are called after their place.</summary>
internal sealed class ShapeBook
{
    /// <summary>Any JSON.</summary>
    public const string Anything = "JsonElement";

    private readonly Description _document;
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unions = new(StringComparer.Ordinal);

    public ShapeBook(Description document)
    {
        _document = document;
        foreach (var (name, schema) in document.Schemas.Where(entry => entry.Schema["discriminator"] is not null))
        {
            foreach (var option in schema["oneOf"]!.AsArray())
            {
                _unions.Add(Description.NameOf(option)!, name);
            }
        }

        foreach (var (name, schema) in document.Schemas)
        {
            if (IsShaped(schema))
            {
                Add(name, schema);
            }
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Shape> Shapes => _shapes.Values;

    /// <summary>The names of the fields that an object of this type always has.</summary>
    public IEnumerable<string> RequiredOf(string type) => _shapes.GetValueOrDefault(type) is RecordShape record ? record.Properties.Where(property => property.IsRequired).Select(property => property.Json) : [];

    /// <summary>The C# type of a schema; a type is made where one is needed.</summary>
    /// <param name="schema">The schema; null for anything.</param>
    /// <param name="place">What a type that stands here is called.</param>
    public string TypeOf(JsonObject? schema, string place)
    {
        if (schema is null || schema.Count == 0)
        {
            return Anything;
        }

        if (Description.NameOf(schema) is { } name)
        {
            var named = _document.Resolve(schema);
            return IsShaped(named) ? name : TypeOf(named, name);
        }

        if (IsShaped(schema))
        {
            Add(place, schema);
            return place;
        }

        return (KindOf(schema), (string?)schema["format"]) switch
        {
            ("string", "uuid") => "Guid",
            ("string", "date-time") => "DateTimeOffset",
            ("string", "uri" or "uri-reference") => "Uri",
            ("string", _) => "string",
            ("integer", _) => FitsInt(schema) ? "int" : "long",
            ("number", _) => "double",
            ("boolean", _) => "bool",
            ("array", _) => $"IReadOnlyList<{TypeOf(schema["items"] as JsonObject, place)}>",
            ("object", _) when schema["additionalProperties"] is JsonValue open && open.TryGetValue(out bool isOpen) && isOpen => $"IReadOnlyDictionary<string, {Anything}>",
            ("object", _) when schema["additionalProperties"] is JsonObject values => $"IReadOnlyDictionary<string, {TypeOf(values, place)}>",
            _ => Anything,
        };
    }

    // Objects with fields, choices of texts, and unions are types of their own.
    private static bool IsShaped(JsonObject schema)
        => schema["discriminator"] is not null || schema["allOf"] is not null || (schema["properties"] is JsonObject { Count: > 0 } && KindOf(schema) == "object") || (KindOf(schema) == "string" && schema["enum"] is not null);

    private static string? KindOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(kind => (string?)kind).FirstOrDefault(kind => kind != "null"),
        JsonValue one => (string?)one,
        _ => null,
    };

    private static bool FitsInt(JsonObject schema)
        => (long?)schema["minimum"] is >= int.MinValue && (long?)schema["maximum"] is <= int.MaxValue;

    private void Add(string name, JsonObject schema)
    {
        if (_shapes.ContainsKey(name))
        {
            return;
        }

        var summary = (string?)schema["description"];
        if (schema["discriminator"] is JsonObject discriminator)
        {
            var cases = discriminator["mapping"]!.AsObject().Select(entry => (entry.Key, ((string)entry.Value!).Split('/')[^1])).ToList();
            _shapes.Add(name, new UnionShape(name, summary, (string)discriminator["propertyName"]!, cases));
        }
        else if (schema["enum"] is JsonArray members)
        {
            _shapes.Add(name, new EnumShape(name, summary, [.. members.Select(member => ((string)member!, Names.Pascal((string)member!)))]));
        }
        else
        {
            _shapes.Add(name, new RecordShape(name, summary, [])); // it may stand in itself
            _shapes[name] = new RecordShape(name, summary, [.. Fields(name, schema)]) { Union = _unions.GetValueOrDefault(name) };
        }
    }

    private IEnumerable<PropertyShape> Fields(string owner, JsonObject schema)
    {
        foreach (var part in schema["allOf"]?.AsArray() ?? [])
        {
            foreach (var field in Fields(owner, _document.Resolve(part!)))
            {
                yield return field;
            }
        }

        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        var discriminating = _unions.TryGetValue(owner, out var union) ? UnionField(union) : null;
        foreach (var (name, node) in schema["properties"]?.AsObject() ?? [])
        {
            if (name == discriminating)
            {
                continue; // the type says it
            }

            var property = node as JsonObject ?? [];
            var pascal = Names.Pascal(name);
            var type = TypeOf(property, owner + pascal);
            var isNullable = property["type"] is JsonArray kinds && kinds.Any(kind => (string?)kind == "null");
            yield return new PropertyShape(name, pascal == owner ? $"{pascal}Value" : pascal, type, required.Contains(name) && !isNullable, (string?)property["description"] ?? (string?)_document.Resolve(property)["description"]);
        }
    }

    private string UnionField(string union) => (string)_document.Schemas.First(entry => entry.Name == union).Schema["discriminator"]!["propertyName"]!;
}
