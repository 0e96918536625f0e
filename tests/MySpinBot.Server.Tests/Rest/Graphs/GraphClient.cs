using System.Net;
using System.Text.Json;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

/// <summary>What tests of graphs do all the time.</summary>
internal static class GraphClient
{
    /// <summary>A graph with two named inputs: a text, and a size from 1 to 9.</summary>
    public const string Callable = """
        {"nodes": {"show": {"class_type": "Show", "inputs": {"text": {"input": "words"}, "size": {"input": "how_large"}}}},
         "inputs": {"words": {"description": "What is shown."}, "how_large": {"title": "Size", "default": 4, "max": 7}}}
        """;

    public static async Task<string> KeepAsync(this RestServer server, string body = Graph, params (string Name, string Value)[] headers)
        => (await JsonAsync(server.PostAsync("/api/v1/graphs", body, headers), HttpStatusCode.Created)).GetProperty("links").GetProperty("self").GetString()!;

    public static Task<HttpResponseMessage> PutAsync(this RestServer server, string graph, string body, string? match) => server.SendAsync(HttpMethod.Put, graph, body, match is null ? [] : [("If-Match", match)]);

    /// <summary>Saves a graph that shows a text.</summary>
    public static Task<HttpResponseMessage> SaveAsync(this RestServer server, string graph, string text, long after) => server.PutAsync(graph, Graph.Replace("hello", text), $"\"{after}\"");

    public static async Task<string> TextAsync(this RestServer server, string path)
    {
        using var answer = await server.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public static string Text(this JsonElement json, string field) => json.GetProperty(field).GetString()!;

    public static IEnumerable<string> Names(this JsonElement page, string list = "graphs", string field = "name") => page.GetProperty(list).EnumerateArray().Select(each => each.GetProperty(field).ToString());
}
