using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>What the description promises of answers. Here it is taken at its word: a field that it does not name is a fault, too.</summary>
internal static class Promises
{
    private static readonly ConcurrentDictionary<string, Task<JsonSchema>> Schemas = new();

    public static JObject Document { get; } = JObject.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "openapi.json")));

    /// <summary>Compares an answer with the description. What is under no described route is not looked at.</summary>
    public static async Task CheckAsync(HttpResponseMessage answer)
    {
        var request = answer.RequestMessage!;
        if (Operation(request) is not { } operation)
        {
            return;
        }

        var said = $"{request.Method} {request.RequestUri!.PathAndQuery} → {(int)answer.StatusCode}";
        var promised = Resolve(operation["responses"]![$"{(int)answer.StatusCode}"] ?? throw new ShouldAssertException($"{said} is not described."));
        if (request.Method == HttpMethod.Head || promised["content"] is not JObject contents || answer.Content.Headers.ContentType is not { MediaType: { } type })
        {
            return;
        }

        var content = contents[type] ?? contents["*/*"] ?? throw new ShouldAssertException($"{said} is {type}, which is not described.");
        if (type.EndsWith("json", StringComparison.Ordinal))
        {
            await answer.Content.LoadIntoBufferAsync();
            var text = await answer.Content.ReadAsStringAsync();
            var errors = (await Schema(content["schema"]!)).Validate(Read(text));
            errors.ShouldBeEmpty($"{said}: {string.Join("; ", errors)}\n{text}");
        }
    }

    /// <summary>Reads JSON however deep it is: graphs come back as they went in, and Newtonsoft alone stops at 64.</summary>
    public static JToken Read(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = null, DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }

    /// <summary>A schema of the description.</summary>
    public static Task<JsonSchema> Schema(JToken schema) => Schemas.GetOrAdd(schema.ToString(), _ =>
    {
        var all = (JObject)Document["components"]!["schemas"]!.DeepClone();
        foreach (var closed in all.DescendantsAndSelf().OfType<JObject>().Where(one => one["properties"] is JObject && one["type"]?.ToString() == "object" && one["additionalProperties"] is null).ToList())
        {
            closed["additionalProperties"] = false;
        }

        var root = (JObject)schema.DeepClone();
        var whole = root["$ref"] is null ? root : new JObject { ["allOf"] = new JArray(root) };
        whole["definitions"] = all;
        return JsonSchema.FromJsonAsync(whole.ToString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    });

    private static JObject? Operation(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        return (Document["paths"] as JObject)!.Properties()
            .Where(described => Regex.IsMatch(path, $"^{Regex.Replace(described.Name, @"\{[^}]+\}", "[^/]+")}$"))
            .OrderBy(described => described.Name.Count(letter => letter == '{'))
            .Select(described => described.Value[request.Method.Method.ToLowerInvariant()] as JObject).FirstOrDefault(operation => operation is not null);
    }

    private static JToken Resolve(JToken token) => token["$ref"] is { } reference ? Document.SelectToken(reference.ToString()[2..].Replace('/', '.'))! : token;
}
