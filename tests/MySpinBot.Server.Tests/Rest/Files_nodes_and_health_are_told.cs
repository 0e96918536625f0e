using System.Net;
using System.Text;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Files_nodes_and_health_are_told
{
    [Fact]
    public async Task Artifacts_come_whole_or_in_parts_and_only_once()
    {
        await using var server = await StartAsync();
        var id = ContentId.Of("some bytes"u8);
        var path = Path.Join(server.Folders.Artifacts, ArtifactPlace.Of(id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "some bytes");

        using var whole = await server.GetAsync($"/api/v1/artifacts/{id}?name=a.txt");
        (await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("some bytes");
        whole.Headers.ETag!.Tag.ShouldBe($"\"{id}\"");
        using var part = await server.GetAsync($"/api/v1/artifacts/{id}", ("Range", "bytes=5-"));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("bytes");
        using var again = await server.GetAsync($"/api/v1/artifacts/{id}", ("If-None-Match", $"\"{id}\""));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = await server.SendAsync(HttpMethod.Head, $"/api/v1/artifacts/{id}", null);
        head.Content.Headers.ContentLength.ShouldBe(10);
        (await JsonAsync(server.GetAsync($"/api/v1/artifacts/{new string('0', 64)}"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("no_such_artifact");
        await JsonAsync(server.GetAsync("/api/v1/artifacts/..%2F..%2Fetc%2Fpasswd"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Uploads_are_there_for_graphs()
    {
        await using var server = await StartAsync();
        var form = new MultipartFormDataContent { { new ByteArrayContent("one"u8.ToArray()), "file", "a.txt" } };
        var first = await JsonAsync(server.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads") { Content = form }), HttpStatusCode.Created);
        first.GetProperty("sha256").GetString().ShouldBe(ContentId.Of("one"u8).ToString());
        File.ReadAllText(Path.Join(server.Folders.Input, "a.txt")).ShouldBe("one");

        (await JsonAsync(server.SendAsync(Raw("?name=a.txt", "one")))).GetProperty("name").GetString().ShouldBe("a.txt");
        (await JsonAsync(server.SendAsync(Raw("?name=a.txt", "two")), HttpStatusCode.Created)).GetProperty("name").GetString().ShouldBe("a (1).txt");
        (await JsonAsync(server.SendAsync(Raw("?name=a.txt&on_conflict=refuse", "three")), HttpStatusCode.Conflict)).GetProperty("status").GetInt32().ShouldBe(409);
        (await JsonAsync(server.SendAsync(Raw("?name=b.txt&subfolder=deep/er", "b")), HttpStatusCode.Created)).GetProperty("path").GetString().ShouldBe("deep/er/b.txt");
        (await JsonAsync(server.SendAsync(Raw("", "x")), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("missing_name");
        ((int)(await server.SendAsync(Raw("?name=../x", "x"))).StatusCode).ShouldBeInRange(400, 403);

        var page = await JsonAsync(server.GetAsync("/api/v1/uploads?limit=1"));
        page.GetProperty("files")[0].GetProperty("name").GetString().ShouldBe("a (1).txt");
        (await JsonAsync(server.GetAsync(page.GetProperty("next").GetString()!))).GetProperty("files")[0].GetProperty("name").GetString().ShouldBe("a.txt");
        ((int)(await server.GetAsync("/api/v1/uploads?subfolder=../data")).StatusCode).ShouldBeInRange(400, 404);
    }

    [Fact]
    public async Task Nodes_are_told_once_to_each_who_remembers()
    {
        await using var server = await StartAsync();
        using var nodes = await server.GetAsync("/api/v1/nodes");
        var tag = nodes.Headers.ETag!.Tag;
        (await JsonAsync(Task.FromResult(nodes))).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("class_type").GetString()).ShouldBe(["Grow", "Pick", "Read", "Show"]);
        using var again = await server.GetAsync("/api/v1/nodes", ("If-None-Match", tag));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        var schema = (await JsonAsync(server.GetAsync("/api/v1/nodes/Show"))).GetProperty("input_schema");
        schema.GetProperty("required").GetRawText().ShouldBe("""["text"]""");
        schema.GetProperty("properties").GetProperty("size").GetProperty("anyOf")[0].GetRawText().ShouldBe("""{"type":"integer","minimum":1,"maximum":9}""");
        (await JsonAsync(server.GetAsync("/api/v1/nodes/Shwo"), HttpStatusCode.NotFound)).GetProperty("detail").GetString()!.ShouldContain("Did you mean 'Show'?");
        (await JsonAsync(server.GetAsync("/api/v1/plugins"))).GetProperty("plugins")[0].GetProperty("name").GetString().ShouldBe("toys");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/api/v1")]
    public async Task Health_has_its_reasons(string root)
    {
        await using var server = await StartAsync();
        await JsonAsync(server.GetAsync($"{root}/health/live"));
        var checks = (await JsonAsync(server.GetAsync($"{root}/health/ready"), HttpStatusCode.ServiceUnavailable)).GetProperty("checks");
        checks.GetProperty("database").GetProperty("ok").GetBoolean().ShouldBeTrue();
        checks.GetProperty("catalog").GetProperty("ok").GetBoolean().ShouldBeTrue();
        checks.GetProperty("worker").GetProperty("reason").GetString()!.ShouldContain("stopped"); // no process was started here
    }

    [Fact]
    public async Task The_worker_is_told_of_and_told()
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.GetAsync("/api/v1/worker"))).GetProperty("ready").GetBoolean().ShouldBeFalse();
        (await JsonAsync(server.PostAsync("/api/v1/memory/free", """{"models": true}"""), HttpStatusCode.ServiceUnavailable)).GetProperty("code").GetString().ShouldBe("no_worker");
        await JsonAsync(server.PostAsync("/api/v1/memory/free", """{"models": 1}"""), HttpStatusCode.BadRequest);
    }

    private static HttpRequestMessage Raw(string query, string text)
        => new(HttpMethod.Post, $"/api/v1/uploads{query}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("application/octet-stream") } } };
}
