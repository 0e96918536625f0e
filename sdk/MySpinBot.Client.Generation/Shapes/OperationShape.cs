using System.Text.Json.Nodes;
using MySpinBot.Client.Generation.Reading;

namespace MySpinBot.Client.Generation.Shapes;

/// <summary>How a body is sent.</summary>
internal enum BodyKind
{
    None,
    Json,
    Bytes,
}

/// <summary>What comes back.</summary>
internal enum AnswerKind
{
    Nothing,
    Json,
    Text,
    Bytes,
}

/// <summary>A parameter of a method.</summary>
internal sealed record ParameterShape(string Json, string Name, string Type, string Place, bool IsRequired, string? Summary);

/// <summary>A method of the client.</summary>
internal sealed class OperationShape
{
    // The client speaks of them in its own words, or the answers do not need them.
    private static readonly string[] LeftOut = ["If-None-Match", "If-Range", "If-Modified-Since"];
    private static readonly string[] Texts = ["text/plain", "text/yaml"];

    private readonly ShapeBook _book;

    public OperationShape(Operation operation, ShapeBook book)
    {
        (Operation, _book) = (operation, book);
        Name = Names.Pascal(operation.Name);
        var parameters = operation.Parameters.Where(parameter => !LeftOut.Contains((string)parameter["name"]!)).ToList();
        Constants = [.. parameters.Where(parameter => OnlyValue(parameter) is not null && (bool?)parameter["required"] == true).Select(parameter => ((string)parameter["name"]!, OnlyValue(parameter)!))];
        Parameters = [.. parameters.Where(parameter => OnlyValue(parameter) is null).Select(parameter => Parameter(parameter, book)).OrderByDescending(parameter => parameter.IsRequired)];
        (Body, BodyType, BodyMedia) = BodyOf(operation, book);
        (Answer, AnswerTypes) = AnswerOf(operation, book);
    }

    public Operation Operation { get; }

    public string Name { get; }

    public IReadOnlyList<ParameterShape> Parameters { get; }

    /// <summary>Headers that can have one value only, and have to be there.</summary>
    public IReadOnlyList<(string Name, string Value)> Constants { get; }

    public BodyKind Body { get; }

    public string BodyType { get; }

    /// <summary>Media types that bytes may be of.</summary>
    public IReadOnlyList<string> BodyMedia { get; }

    public AnswerKind Answer { get; }

    /// <summary>Types that a JSON answer may be of.</summary>
    public IReadOnlyList<string> AnswerTypes { get; }

    /// <summary>What a method gives.</summary>
    public string? ResultType => Answer switch
    {
        AnswerKind.Json => AnswerTypes is [var only] ? only : $"{Name}Answer",
        AnswerKind.Text => "string",
        AnswerKind.Bytes => "FileContent",
        _ => null,
    };

    /// <summary>Whether the client has a method for something: heads of what can be got are left to HTTP, what stands at the root stands under /api/v1 too, and other spellings of a method are for those who cannot say it.</summary>
    public static bool IsWritten(Operation operation)
        => operation.Method != "head" && operation.Path.StartsWith("/api/", StringComparison.Ordinal) && operation.Parameters.All(parameter => (string?)parameter["name"] != "X-HTTP-Method-Override");

    /// <summary>The names of the fields that an answer of this type always has.</summary>
    public IEnumerable<string> RequiredOf(string type) => _book.RequiredOf(type);

    private static string? OnlyValue(JsonObject parameter) => (string?)parameter["in"] == "header" && parameter["schema"]?["enum"] is JsonArray { Count: 1 } only ? (string?)only[0] : null;

    private ParameterShape Parameter(JsonObject node, ShapeBook book)
    {
        var name = (string)node["name"]!;
        var isRequired = (bool?)node["required"] == true || (string?)node["in"] == "path";
        return new ParameterShape(name, Names.Camel(name), book.TypeOf(node["schema"] as JsonObject, Name + Names.Pascal(name)), (string)node["in"]!, isRequired, (string?)node["description"]);
    }

    private (BodyKind Kind, string Type, IReadOnlyList<string> Media) BodyOf(Operation operation, ShapeBook book)
    {
        if (operation.Body is not { Count: > 0 } contents)
        {
            return (BodyKind.None, "", []);
        }

        var json = contents.FirstOrDefault(content => content.MediaType is "application/json" or "application/merge-patch+json");
        if (json.Schema is { } schema)
        {
            if (!operation.NeedsBody && schema is { Count: > 0 } && schema["properties"] is JsonObject { Count: 0 } && schema["additionalProperties"] is JsonValue closed && !(bool)closed)
            {
                return (BodyKind.None, "", []); // there is nothing that could be said
            }

            // Where several forms are taken, the first is the one that can say most.
            var chosen = (schema["anyOf"] ?? schema["oneOf"]) is JsonArray { Count: > 0 } options ? options[0]!.AsObject() : schema;
            return (BodyKind.Json, book.TypeOf(chosen, $"{Name}Body"), []);
        }

        return (BodyKind.Bytes, "Stream", [.. contents.Select(content => content.MediaType).Where(media => !media.StartsWith("multipart/", StringComparison.Ordinal))]);
    }

    private (AnswerKind Kind, IReadOnlyList<string> Types) AnswerOf(Operation operation, ShapeBook book)
    {
        var contents = operation.Successes.SelectMany(answer => answer.Contents).ToList();
        var json = contents.Where(content => content.MediaType == "application/json" || content.MediaType.EndsWith("+json", StringComparison.Ordinal)).ToList();
        if (json.Count > 0 && json.Count >= contents.Count(content => content.MediaType != "text/event-stream"))
        {
            var schemas = json.SelectMany(content => (content.Schema?["anyOf"] ?? content.Schema?["oneOf"]) is JsonArray options && content.Schema!["discriminator"] is null ? options.Select(option => option!.AsObject()) : [content.Schema!]);
            return (AnswerKind.Json, [.. schemas.Select(schema => book.TypeOf(schema, $"{Name}Result")).Distinct(StringComparer.Ordinal)]);
        }

        return contents.Count == 0 ? (AnswerKind.Nothing, []) : contents.All(content => Texts.Contains(content.MediaType)) ? (AnswerKind.Text, []) : (AnswerKind.Bytes, []);
    }
}
