using System.Text;
using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>What people do with the server, so that there are jobs, batches, files and artifacts to ask about.</summary>
internal static class Plainly
{
    private const string Words = """{"nodes":{"words":{"class_type":"PrimitiveString","inputs":{"value":{"input":"words"}}},"show":{"class_type":"PreviewAny","inputs":{"source":{"from":"words"}}}},"inputs":{"words":{"type":"STRING"}}}""";
    private const string Picture = """{"graph":{"made":{"class_type":"EmptyImage","inputs":{"width":16,"height":16,"batch_size":1,"color":255}},"kept":{"class_type":"SaveImage","inputs":{"images":["made",0],"filename_prefix":"fuzz"}}}}""";

    /// <summary>One of these things.</summary>
    public static (Described Operation, Sent Sent) Make(Random random) => random.Next(5) switch
    {
        0 => Of("/api/v1/jobs", Picture),
        1 => Of("/api/v1/jobs/batch", $$$"""{"name":"words","graph":{{{Words}}},"runs":[{"inputs":{"words":"one"}},{"inputs":{"words":"two"}}]}"""),
        2 => Of("/api/v1/uploads/resumable", $$"""{"name":"part{{random.Next(50)}}.bin","bytes":{{random.Next(1, 1_000)}} }"""),
        3 => Of("/api/v1/files", null, "?folder=output"),
        _ => Of("/api/v1/queue/resume", ""),
    };

    private static (Described, Sent) Of(string path, string? body, string query = "")
    {
        var method = body is null ? HttpMethod.Get : HttpMethod.Post;
        var message = new HttpRequestMessage(method, path + query);
        if (body is { Length: > 0 })
        {
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
            message.Headers.Add("Prefer", "wait=2");
        }

        return (new Described(path, method, new JObject()), new Sent(message, $"{method} {path}{query} {body}", false));
    }
}
