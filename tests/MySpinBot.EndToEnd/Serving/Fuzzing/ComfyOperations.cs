using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>ComfyUI's routes, which our description leaves out: what its front end sends to them, so that the same requests can be made of it.</summary>
internal static class ComfyOperations
{
    private const string Text = """{"type":"string","maxLength":300}""";
    private const string Truth = """{"type":"string","enum":["true","false"]}""";
    private const string Whole = """{"type":"integer","minimum":-2,"maximum":5000}""";
    private const string Folder = """{"type":"string","enum":["input","output","temp"]}""";
    private const string Any = "{}";
    private const string Prompt = """
        {"type":"object","required":["prompt"],"properties":{"prompt":{"$ref":"#/components/schemas/Graph"},"client_id":{"type":"string"},"prompt_id":{"type":"string","format":"uuid"},"number":{"type":"number"},"front":{"type":"boolean"},
        "extra_data":{"type":"object","properties":{"extra_pnginfo":{"type":"object","properties":{"workflow":{"$ref":"#/components/schemas/Graph"}}},"preview_method":{"type":"string"}}},"partial_execution_targets":{"type":"array","items":{"type":"string","enum":["show","2","words"]}}}}
        """;
    private const string Change = """{"type":"object","properties":{"clear":{"type":"boolean"},"delete":{"type":"array","items":{"type":"string"}}}}""";
    private const string Ids = """{"type":"object","properties":{"job_ids":{"type":"array","items":{"type":"string"}}}}""";
    private const string Free = """{"type":"object","properties":{"unload_models":{"type":"boolean"},"free_memory":{"type":"boolean"}}}""";
    private const string Settings = """{"type":"object","additionalProperties":{"type":"string"}}""";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Described> All { get; } =
    [
        Of("GET", "/prompt"), Of("POST", "/prompt", body: Prompt), Of("GET", "/queue"), Of("POST", "/queue", body: Change), Of("POST", "/interrupt", body: """{"type":"object","properties":{"prompt_id":{"type":"string"}}}"""), Of("POST", "/free", body: Free),
        Of("GET", "/history", [("max_items", Whole), ("offset", Whole)]), Of("GET", "/history/{prompt_id}"), Of("POST", "/history", body: Change),
        Of("GET", "/api/jobs", [("status", """{"type":"string","enum":["pending","in_progress","completed","failed","cancelled"]}"""), ("limit", Whole), ("offset", Whole), ("sort_by", """{"type":"string","enum":["created_at","execution_duration"]}"""), ("sort_order", """{"type":"string","enum":["asc","desc"]}""")]),
        Of("GET", "/api/jobs/{prompt_id}"), Of("POST", "/api/jobs/{prompt_id}/cancel"), Of("POST", "/api/jobs/cancel", body: Ids),
        Of("POST", "/upload/image", form: true), Of("POST", "/upload/mask", form: true),
        Of("GET", "/view", [("filename", Text), ("type", Folder), ("subfolder", Text), ("preview", """{"type":"string","enum":["webp;90","jpeg","png;","webp;0;1"]}"""), ("channel", """{"type":"string","enum":["rgb","a","rgba"]}""")]),
        Of("GET", "/view_metadata/{folder}", [("filename", Text)]),
        Of("GET", "/object_info"), Of("GET", "/object_info/{class_type}"), Of("GET", "/models"), Of("GET", "/models/{folder}"), Of("GET", "/embeddings"),
        Of("GET", "/experiment/models"), Of("GET", "/experiment/models/{folder}"), Of("GET", "/experiment/models/preview/{folder}/{index}/{name}"),
        Of("GET", "/users"), Of("POST", "/users", body: Any), Of("GET", "/settings"), Of("GET", "/settings/{setting}"), Of("POST", "/settings", body: Settings), Of("POST", "/settings/{setting}", body: Any),
        Of("GET", "/userdata", [("dir", Text), ("recurse", Truth), ("full_info", Truth), ("split", Truth)]), Of("GET", "/v2/userdata", [("path", Text)]),
        Of("GET", "/userdata/{path}"), Of("DELETE", "/userdata/{path}"), Of("POST", "/userdata/{path}", [("overwrite", Truth), ("full_info", Truth)], Any), Of("POST", "/userdata/{path}/move/{dest}", [("overwrite", Truth), ("full_info", Truth)]),
        Of("GET", "/internal/logs"), Of("GET", "/internal/logs/raw"), Of("GET", "/internal/folder_paths"), Of("GET", "/internal/files/{type}"),
        Of("GET", "/system_stats"), Of("GET", "/features"), Of("GET", "/ws", [("clientId", Text)]), Of("GET", "/"), Of("GET", "/extensions"), Of("GET", "/global_subgraphs/{id}"), Of("POST", "/api/assets/{id}", body: Any),
    ];

    private static Described Of(string method, string path, (string Name, string Schema)[]? query = null, string? body = null, bool form = false)
    {
        var inPath = path.Split('{').Skip(1).Select(part => (Name: part[..part.IndexOf('}', StringComparison.Ordinal)], Schema: Text, Place: "path"));
        var node = new JObject
        {
            ["parameters"] = new JArray(inPath.Concat((query ?? []).Select(one => (one.Name, one.Schema, Place: "query"))).Select(one => new JObject { ["name"] = one.Name, ["in"] = one.Place, ["schema"] = JToken.Parse(one.Schema) })),
        };
        if (body is not null || form)
        {
            node["requestBody"] = new JObject { ["required"] = true, ["content"] = new JObject { [form ? "multipart/form-data" : "application/json"] = new JObject { ["schema"] = JToken.Parse(body ?? Any) } } };
        }

        return new Described(path, HttpMethod.Parse(method), node);
    }
}
