using System.Net;
using System.Text;
using System.Text.Json;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class What_is_wrong_is_told
{
    [Theory]
    [InlineData("{\"graph\":\n {,}}", 400, "malformed_json", "line 2, column 3")]
    [InlineData("[1]", 400, "malformed_json", "no JSON object")]
    [InlineData("", 400, "empty_body", "graph")]
    [InlineData("""{"nodes": {}} x""", 400, "malformed_json", "not JSON")]
    [InlineData("""{"grahp": 3, "name": "x"}""", 400, "bad_fields", "'graph' is missing")]
    [InlineData("""{"graph": {"nodes": {}}, "priorty": 1}""", 400, "bad_fields", "Did you mean 'priority'?")]
    [InlineData("""{"graph": {"nodes": {}}, "priority": 1.5, "name": 3}""", 400, "bad_fields", "'/name' is the number 3")]
    [InlineData("""{"graph": {"nodes": {}}, "name": "a", "name": "b"}""", 400, "bad_fields", "stands twice")]
    [InlineData("""{"graph": {"nodes": {}}, "name": "\ud800"}""", 400, "bad_fields", "half a character")]
    [InlineData("""{"graph": {"nodes": {}}, "inputs": {"x": "\udc00"}}""", 400, "bad_fields", "half a character")]
    [InlineData("""{"graph": {"nodes": {}}, "policies": {"a": {"\ud800": 1}}}""", 400, "bad_fields", "half a character")]
    [InlineData("""{"graph": {"nodes": {}}, "extra_pnginfo": {"\ud800": 1}}""", 400, "bad_fields", "half a character")]
    [InlineData("""{"graph": {"nodes": {}}, "policies": {"a": {"retires": 1}}}""", 400, "bad_fields", "Did you mean 'retries'?")]
    [InlineData("""{"graph": {"nodes": {}}, "policies": {"a": {"retries": 11}}}""", 400, "bad_fields", "from 0 to 10")]
    [InlineData("""{"graph": {"nodes": {}}, "targets": ["a", 1]}""", 400, "bad_fields", "/targets/1")]
    [InlineData("""{"graph": {"nodes": {}}}""", 422, "graph_refused", "")]
    [InlineData("""{"graph": 3}""", 422, "graph_refused", "a graph is a JSON object")]
    [InlineData("""{"nodes": []}""", 422, "graph_refused", "must be an object")]
    [InlineData("""{"show": {"class_type": "Shwo", "inputs": {"text": "a"}}}""", 422, "graph_refused", "Did you mean 'Show'?")]
    public async Task In_the_body(string body, int status, string code, string part)
    {
        await using var server = await StartAsync();
        var problem = await JsonAsync(server.PostAsync("/api/v1/jobs", body), (HttpStatusCode)status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("type").GetString().ShouldBe($"urn:myspinbot:problem:{code}");
        problem.GetProperty("detail").GetString()!.ShouldContain(part);
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_of_it_at_once()
    {
        await using var server = await StartAsync();
        var fields = await JsonAsync(server.PostAsync("/api/v1/jobs", """{"graph": {"nodes": {}}, "priority": "high", "front": 1, "inputs": [], "colour": 3}"""), HttpStatusCode.BadRequest);
        Sentences(fields, "field").ShouldBe(["/inputs", "/priority", "/front", "/colour"]);

        var graph = await JsonAsync(server.PostAsync("/api/v1/jobs", """{"a": {"class_type": "Show", "inputs": {"size": 12}}, "b": {"class_type": "Show", "inputs": {"text": ["c", 0]}}}"""), HttpStatusCode.UnprocessableEntity);
        graph.GetProperty("problems").EnumerateArray().Select(fault => $"{fault.GetProperty("code")} {fault.GetProperty("node")}.{fault.GetProperty("input")}").Order().ShouldBe(["bad_link b.text", "missing_input a.text", "out_of_range a.size"]);

        var parameters = await JsonAsync(server.GetAsync("/api/v1/jobs?limit=0&state=done&since=soon&pgae=2&cursor=x"), HttpStatusCode.BadRequest);
        Sentences(parameters, "parameter").ShouldBe(["state", "since", "cursor", "limit", "pgae"]);
    }

    [Fact]
    public async Task Of_routes_and_methods()
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.GetAsync("/api/v1/jbos"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_route");
        using var answer = await server.SendAsync(HttpMethod.Put, "/api/v1/jobs", "{}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Content.Headers.Allow.ShouldBe(["DELETE", "GET", "POST"], ignoreOrder: true);
        (await JsonAsync(Task.FromResult(answer), HttpStatusCode.MethodNotAllowed)).GetProperty("code").GetString().ShouldBe("wrong_method");
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("x")]
    public async Task Of_jobs_that_there_are_not(string id)
    {
        await using var server = await StartAsync();
        foreach (var path in new[] { "", "/events", "/results", "/graph" })
        {
            (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}{path}"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_job");
        }

        foreach (var path in new[] { "/cancel", "/retry", "/move" })
        {
            (await JsonAsync(server.PostAsync($"/api/v1/jobs/{id}{path}", "{}"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("unknown_job");
        }
    }

    [Fact]
    public async Task Of_bodies_that_are_something_else_or_too_large()
    {
        await using var server = await StartAsync(new ServerLimits { BodyBytes = 100_000 });
        var form = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new StringContent(Graph, Encoding.UTF8, "application/x-www-form-urlencoded") };
        (await JsonAsync(server.SendAsync(form), HttpStatusCode.UnsupportedMediaType)).GetProperty("detail").GetString()!.ShouldContain("Content-Type: application/json");

        var large = $$$"""{"graph": {"nodes": {}}, "name": "{{{new string('x', 200_000)}}}"}""";
        (await JsonAsync(server.PostAsync("/api/v1/jobs", large), HttpStatusCode.RequestEntityTooLarge)).GetProperty("code").GetString().ShouldBe("body_too_large");
        var streamed = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new StreamContent(new Unsized(Encoding.UTF8.GetBytes(large))) { Headers = { ContentType = new("application/json") } } };
        (await JsonAsync(server.SendAsync(streamed), HttpStatusCode.RequestEntityTooLarge)).GetProperty("code").GetString().ShouldBe("body_too_large");
    }

    [Fact]
    public async Task Of_a_queue_that_is_full()
    {
        await using var server = await StartAsync(new ServerLimits { QueuedJobs = 2 });
        server.Worker.Holds = true;
        await server.UntilAsync(await server.SubmitAsync(), "running");
        await server.SubmitAsync();
        await server.SubmitAsync();

        using var answer = await server.PostAsync("/api/v1/jobs", Graph);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await JsonAsync(Task.FromResult(answer), HttpStatusCode.TooManyRequests)).GetProperty("detail").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task A_bug_costs_its_request_and_tells_its_story_to_whoever_runs_the_server()
    {
        await using var server = await StartAsync();
        using var answer = await server.GetAsync("/api/v1/bug");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]); // what is said of all answers
        answer.Headers.Contains("X-Half").ShouldBeFalse(); // what the route had begun to say
        (await JsonAsync(Task.FromResult(answer), HttpStatusCode.InternalServerError)).GetRawText().ShouldNotContain("A mistake.");
        server.Reports.ShouldHaveSingleItem().ShouldContain("A mistake.");
        await server.SubmitAsync();
    }

    private static IEnumerable<string?> Sentences(JsonElement problem, string name) => problem.GetProperty("problems").EnumerateArray().Select(fault => fault.GetProperty(name).GetString());

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
