using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Jobs_are_handed_in
{
    [Theory]
    [InlineData(Graph)]
    [InlineData("""{"graph": {"nodes": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}}}""")]
    [InlineData("""{"graph": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}, "targets": ["show"], "policies": {"*": {"retries": 2, "timeout_seconds": 5}}, "check": false}""")]
    [InlineData("""{"prompt": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}, "client_id": "x"}""")]
    [InlineData("""{"show": {"class_type": "Show", "inputs": {"text": "hello"}}}""")]
    [InlineData("""{"graph": {"class_type": "Show", "inputs": {"text": "a node may be called so"}}}""")]
    [InlineData("\uFEFF{\"show\": {\"class_type\": \"Show\", \"inputs\": {\"text\": \"hello\"}}}")]
    public async Task As_a_graph_alone_or_with_what_stands_beside_it(string body)
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/jobs", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Content.Headers.ContentLength!.Value.ShouldBeLessThan(1024);

        var job = await JsonAsync(server.GetAsync(answer.Headers.Location!.ToString()));
        await server.UntilAsync(job.GetProperty("id").GetGuid(), "succeeded");
    }

    [Fact]
    public async Task With_a_name_and_a_priority_and_a_place()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        await server.SubmitAsync();
        var first = await server.SubmitAsync($$"""{"graph": {{Graph}}, "name": "first", "priority": 3}""");
        var front = await JsonAsync(server.PostAsync("/api/v1/jobs", $$"""{"graph": {{Graph}}, "name": "front", "priority": 3, "front": true}"""), HttpStatusCode.Accepted);

        front.GetProperty("name").GetString().ShouldBe("front");
        front.GetProperty("priority").GetInt32().ShouldBe(3);
        front.GetProperty("position").GetInt32().ShouldBe(1);
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{first}"))).GetProperty("position").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Once_however_often_a_key_is_sent()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Graph, ("Idempotency-Key", "k1"));

        (await JsonAsync(server.PostAsync("/api/v1/jobs", Graph, ("Idempotency-Key", "k1")))).GetProperty("id").GetGuid().ShouldBe(id);
        var other = await JsonAsync(server.PostAsync("/api/v1/jobs", Graph.Replace("hello", "bye"), ("Idempotency-Key", "k1")), HttpStatusCode.UnprocessableEntity);
        other.GetProperty("code").GetString().ShouldBe("idempotency_key_reused");
        other.GetProperty("detail").GetString()!.ShouldContain($"{id}");
        (await server.SubmitAsync(Graph, ("Idempotency-Key", "k1"), ("X-Owner", "other"))).ShouldNotBe(id);
        (await JsonAsync(server.PostAsync("/api/v1/jobs", Graph, ("Idempotency-Key", new string('k', 300))), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_parameters");
    }

    [Theory]
    [InlineData("/api/v1/graphs/validate")]
    [InlineData("/api/v1/jobs?validate=true")]
    public async Task Or_only_checked(string path)
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.PostAsync(path, Graph))).GetProperty("targets")[0].GetString().ShouldBe("show");
        var wrong = await JsonAsync(server.PostAsync(path, Graph.Replace("Show", "Shwo")));
        wrong.GetProperty("valid").GetBoolean().ShouldBeFalse();
        wrong.GetProperty("problems")[0].GetProperty("node").GetString().ShouldBe("show");
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task And_found_again_as_they_came()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync($$"""{"graph": {{Graph}}, "name": "n"}""");
        using var graph = await server.GetAsync($"/api/v1/jobs/{id}/graph");
        (await graph.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(Graph);
    }

    [Fact]
    public async Task And_leave_results()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");

        var node = (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/results"))).GetProperty("nodes")[0];
        node.GetProperty("state").GetString().ShouldBe("finished");
        node.GetProperty("outputs").GetProperty("text")[0].GetString().ShouldBe("hello");
        node.GetProperty("outputs").GetProperty("images")[0].GetProperty("url").GetString().ShouldBe($"/api/v1/artifacts/{new string('a', 64)}?name=a%20b.png");
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/results?node=other"))).GetProperty("nodes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task And_listed_page_by_page()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.UntilAsync(await server.SubmitAsync($$"""{"graph": {{Graph}}, "name": "Job {{i}}"}"""), "succeeded");
        }

        var (names, next) = (new List<string>(), "/api/v1/jobs?limit=2&state=succeeded,failed&name=JOB");
        while (next is not null)
        {
            var page = await JsonAsync(server.GetAsync(next));
            names.AddRange(page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("name").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        names.ShouldBe(["Job 4", "Job 3", "Job 2", "Job 1", "Job 0"]);
        (await JsonAsync(server.GetAsync("/api/v1/jobs?state=queued"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        (await JsonAsync(server.GetAsync("/api/v1/jobs?since=2100-01-01"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        (await JsonAsync(server.GetAsync("/api/v1/jobs?until=2100-01-01T00:00:00%2B02:00&limit=1"))).GetProperty("jobs").GetArrayLength().ShouldBe(1);
        (await JsonAsync(server.GetAsync("/api/v1/jobs", ("X-Owner", "other")))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }
}
