using System.Text.Json.Nodes;

namespace MySpinBot.Client.Generation.Reading;

/// <summary>An OpenAPI 3.1 document, as far as the server's uses the language. What it does not use is refused by name and not guessed.</summary>
internal sealed class Description(JsonObject root)
{
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete"];

    /// <summary>The named schemas.</summary>
    public IEnumerable<(string Name, JsonObject Schema)> Schemas => root["components"]!["schemas"]!.AsObject().Select(entry => (entry.Key, entry.Value!.AsObject()));

    /// <summary>What the server can be asked, in the order of the document.</summary>
    public IEnumerable<Operation> Operations()
        => from path in root["paths"]!.AsObject()
           from method in Methods
           where path.Value![method] is not null
           select new Operation(path.Key, method, path.Value![method]!.AsObject(), this);

    /// <summary>What stands behind a reference, or the thing itself.</summary>
    public JsonObject Resolve(JsonNode node)
        => NameOf(node) is null && node["$ref"] is null ? node.AsObject() : Find((string)node["$ref"]!);

    /// <summary>The name of the schema that a node refers to; null where it stands there itself.</summary>
    public static string? NameOf(JsonNode? schema) => (string?)schema?["$ref"] is { } reference && reference.StartsWith("#/components/schemas/", StringComparison.Ordinal) ? reference["#/components/schemas/".Length..] : null;

    private JsonObject Find(string reference)
    {
        JsonNode? node = root;
        foreach (var part in reference.Split('/').Skip(1))
        {
            node = node?[part];
        }

        return node?.AsObject() ?? throw new InvalidDataException($"'{reference}' leads nowhere.");
    }
}

/// <summary>Something that the server can be asked.</summary>
internal sealed class Operation(string path, string method, JsonObject node, Description document)
{
    public string Path => path;

    public string Method => method;

    /// <summary>Its name: <c>x-client-name</c>, else its id.</summary>
    public string Name => (string)(node["x-client-name"] ?? node["operationId"])!;

    public string Summary => (string?)node["summary"] ?? Name;

    public string? Details => (string?)node["description"];

    public string Tag => (string?)node["tags"]?[0] ?? "server";

    /// <summary>Parameters, references resolved.</summary>
    public IEnumerable<JsonObject> Parameters => (node["parameters"]?.AsArray() ?? []).Select(parameter => document.Resolve(parameter!));

    /// <summary>Schemas of the body by media type; none where it takes none.</summary>
    public IReadOnlyList<(string MediaType, JsonObject? Schema)> Body => Contents(node["requestBody"] is { } body ? document.Resolve(body) : null);

    /// <summary>Whether a body has to come.</summary>
    public bool NeedsBody => node["requestBody"] is { } body && (bool?)document.Resolve(body)["required"] == true;

    /// <summary>What comes when it was done, by status.</summary>
    public IEnumerable<(int Status, IReadOnlyList<(string MediaType, JsonObject? Schema)> Contents)> Successes
        => node["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').Select(answer => (int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture), Contents(document.Resolve(answer.Value!))));

    private static IReadOnlyList<(string MediaType, JsonObject? Schema)> Contents(JsonObject? holder)
        => [.. (holder?["content"]?.AsObject() ?? []).Select(content => (content.Key, content.Value!["schema"]?.AsObject()))];
}
