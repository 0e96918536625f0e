using System.Net;
using System.Text;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Whatever_is_asked_is_answered
{
    private static readonly string[] Values =
    [
        "", "0", "1", "2", "-1", "true", "false", "yes", "name", "changed", "asc", "created", "9223372036854775807", "9223372036854775808", "1.5", "NaN", "null", "%00", "%FF", "%0A", "a%2Cb", "%F0%9F%98%80", "'", "%25", "_", "\\", "1.2.3", "1.2.", "..", "1.2.%21", "own",
        "41.1777636800250.RmlsbQ", "-1.-1.RmlsbQ==", new('x', 300), new('9', 40), string.Join("+", Enumerable.Repeat("w", 30)),
    ];

    private static readonly (string Path, string[] Parameters)[] Asked =
    [
        ("/api/v1/graphs", ["q", "tag", "node_type", "template", "deleted", "sort", "order", "cursor", "limit", "access_token", "other"]),
        ("{graph}", ["revision", "other"]),
        ("{graph}/document", ["revision"]),
        ("{graph}/revisions", ["kind", "labelled", "cursor", "limit"]),
        ("{graph}/diff", ["from", "to"]),
        ("{graph}/form", ["revision"]),
        ("{graph}/openapi.json", ["revision"]),
        ("/api/v1/templates", ["q", "source", "cursor", "limit"]),
        ("/api/v1/templates/speech", ["x"]),
    ];

    [Fact]
    public async Task With_any_parameters()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        await server.PutAsync(graph, Graph, "*");
        var seed = new Random(4);
        for (var round = 0; round < 600; round++)
        {
            var (path, parameters) = Asked[seed.Next(Asked.Length)];
            var query = string.Join('&', Enumerable.Range(0, seed.Next(1, 4)).Select(_ => $"{parameters[seed.Next(parameters.Length)]}={Values[seed.Next(Values.Length)]}"));
            using var answer = await server.GetAsync($"{path.Replace("{graph}", graph, StringComparison.Ordinal)}?{query}");
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound], $"{path}?{query}");
        }

        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_any_body()
    {
        await using var server = await StartAsync();
        var graph = await server.KeepAsync(GraphClient.Callable);
        (HttpMethod Method, string Path)[] routes =
        [
            (HttpMethod.Post, "/api/v1/graphs"), (HttpMethod.Put, graph), (HttpMethod.Patch, graph), (HttpMethod.Post, $"{graph}/restore"), (HttpMethod.Patch, $"{graph}/revisions/1"), (HttpMethod.Post, $"{graph}/run"),
            (HttpMethod.Post, "/api/v1/templates/title-card/instantiate"), (HttpMethod.Post, $"{graph}/undelete"),
        ];
        string[] sources = [GraphClient.Callable, $$"""{"graph": {{Graph}}, "name": "n", "tags": ["a"], "description": "d", "template": false, "client": "c"}""", """{"revision": 1, "label": "l", "note": "n"}""", """{"words": "w", "how_large": 3, "inputs": {"text": "t"}}"""];
        var seed = new Random(8);
        for (var round = 0; round < 500; round++)
        {
            var (method, path) = routes[seed.Next(routes.Length)];
            using var answer = await server.SendAsync(method, path, Mutated(seed, sources[seed.Next(sources.Length)]), ("If-Match", seed.Next(2) == 0 ? "*" : "\"1\""));
            if (method == HttpMethod.Put && answer.IsSuccessStatusCode)
            {
                // Whatever was saved can be looked at.
                foreach (var part in new[] { "", "/form", "/openapi.json", "/diff" })
                {
                    using var shown = await server.GetAsync(graph + part);
                    shown.StatusCode.ShouldBe(HttpStatusCode.OK, part);
                }
            }

            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{method} {path}: {string.Join(' ', server.Reports)}");
        }

        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_no_JSON_or_too_much_of_it()
    {
        await using var server = await StartAsync(new ServerLimits { BodyBytes = 2_000 });
        var graph = await server.KeepAsync(GraphClient.Callable);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/v1/graphs"), (HttpMethod.Put, graph), (HttpMethod.Patch, graph), (HttpMethod.Post, $"{graph}/restore"), (HttpMethod.Patch, $"{graph}/revisions/1"), (HttpMethod.Post, $"{graph}/run"), (HttpMethod.Post, "/api/v1/templates/speech/instantiate") })
        {
            await JsonAsync(server.SendAsync(method, path, $$"""{"a": "{{new string('x', 3_000)}}"}""", ("If-Match", "*")), HttpStatusCode.RequestEntityTooLarge);
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded") };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            using var answer = await server.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, path);
        }
    }

    private const string Letters = "{}[],:\"\\\0é\u00011-";

    private static string Mutated(Random seed, string text)
    {
        var mutated = new StringBuilder(text);
        for (var edits = seed.Next(4); edits > 0; edits--)
        {
            var at = seed.Next(mutated.Length);
            switch (seed.Next(4))
            {
                case 0:
                    mutated.Remove(at, Math.Min(seed.Next(1, 20), mutated.Length - at));
                    break;
                case 1:
                    mutated.Insert(at, Letters[seed.Next(Letters.Length)]);
                    break;
                case 2:
                    mutated.Insert(at, new[] { "null", "[[[[", "\\ud800", "1e400", "\"a\":", "{\"input\":\"words\"}", "\"min\":1e400,", "\"choices\":[\"a\",3]," }[seed.Next(8)]);
                    break;
                default:
                    mutated[at] = (char)seed.Next(32, 127);
                    break;
            }
        }

        return mutated.ToString();
    }
}
