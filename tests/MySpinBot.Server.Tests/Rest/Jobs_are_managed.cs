using System.Net;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Jobs_are_managed
{
    [Fact]
    public async Task Their_places_can_be_changed()
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.PostAsync("/api/v1/queue/pause"))).GetProperty("paused").GetBoolean().ShouldBeTrue();
        var (a, b, c) = (await server.SubmitAsync(), await server.SubmitAsync(), await server.SubmitAsync());
        (await WaitingAsync(server)).ShouldBe([a, b, c]);

        await JsonAsync(server.PostAsync($"/api/v1/jobs/{c}/move", """{"front": true}"""));
        (await WaitingAsync(server)).ShouldBe([c, a, b]);
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{c}/move", $$"""{"behind": "{{a}}"}"""));
        (await WaitingAsync(server)).ShouldBe([a, c, b]);
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{b}/move", $$"""{"before": "{{c}}"}"""));
        (await WaitingAsync(server)).ShouldBe([a, b, c]);
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{c}/move", """{"priority": 7}"""));
        (await WaitingAsync(server)).ShouldBe([c, a, b]);
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{a}/move", """{"back": true}"""));
        (await WaitingAsync(server)).ShouldBe([c, b, a]);
        (await JsonAsync(server.GetAsync("/api/v1/queue?limit=1"))).GetProperty("next").GetString().ShouldBe("/api/v1/queue?offset=1&limit=1");
        (await JsonAsync(server.GetAsync("/api/v1/queue", ("X-Owner", "other")))).GetProperty("waiting_count").GetInt32().ShouldBe(0);

        (await JsonAsync(server.PostAsync("/api/v1/queue/resume"))).GetProperty("paused").GetBoolean().ShouldBeFalse();
        await server.UntilAsync(a, "succeeded");
    }

    [Theory]
    [InlineData("""{}""", 400)]
    [InlineData("""{"front": true, "back": true}""", 400)]
    [InlineData("""{"infront": true}""", 400)]
    [InlineData("""{"before": "x"}""", 400)]
    [InlineData("""{"before": "00000000-0000-0000-0000-000000000001"}""", 404)]
    public async Task Not_to_places_that_are_none(string body, int status)
    {
        await using var server = await StartAsync();
        await server.PostAsync("/api/v1/queue/pause");
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{await server.SubmitAsync()}/move", body), (HttpStatusCode)status);
    }

    [Fact]
    public async Task They_are_cancelled_while_they_wait_and_while_they_run()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var (runs, waits) = (await server.SubmitAsync(), await server.SubmitAsync());
        await server.UntilAsync(runs, "running");

        var waited = await JsonAsync(server.PostAsync($"/api/v1/jobs/{waits}/cancel", """{"reason": "Not today."}"""));
        waited.GetProperty("reason").GetString().ShouldBe("Not today.");
        using (var answer = await server.PostAsync($"/api/v1/jobs/{runs}/cancel"))
        {
            ((int)answer.StatusCode).ShouldBeInRange(200, 202);
        }

        await server.UntilAsync(runs, "cancelled");
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{runs}/cancel")); // said twice, done once
        (await JsonAsync(server.PostAsync($"/api/v1/jobs/{runs}/cancel", """{"raeson": 1}"""), HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("'reason'");
    }

    [Fact]
    public async Task They_are_tried_again_and_removed_when_they_have_ended()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "running");
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{id}", null), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("job_not_ended");
        (await JsonAsync(server.PostAsync($"/api/v1/jobs/{id}/retry"), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("job_not_retriable");
        server.Worker.Fail(id);
        (await server.UntilAsync(id, "failed")).GetProperty("reason").GetString()!.ShouldContain("failed");
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}/results"))).GetProperty("nodes")[0].GetProperty("failure").GetProperty("sentence").GetString().ShouldBe("Node 'show' failed.");

        using (var retried = await server.PostAsync($"/api/v1/jobs/{id}/retry"))
        {
            ((int)retried.StatusCode).ShouldBeInRange(200, 202);
        }

        while ((await server.UntilAsync(id, "running")).GetProperty("progress").GetProperty("running").GetArrayLength() == 0)
        {
            // What the worker says comes a little behind the turn.
        }

        server.Worker.Finish(id);
        await server.UntilAsync(id, "succeeded");
        (await JsonAsync(server.PostAsync($"/api/v1/jobs/{id}/cancel"), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("job_has_ended");
        using var gone = await server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{id}", null);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await JsonAsync(server.GetAsync($"/api/v1/jobs/{id}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task By_their_owner_only()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync();
        await server.UntilAsync(id, "succeeded");
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/events"), (HttpMethod.Get, "/graph"), (HttpMethod.Get, "/results"), (HttpMethod.Delete, ""), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/retry"), (HttpMethod.Post, "/move") })
        {
            await JsonAsync(server.SendAsync(method, $"/api/v1/jobs/{id}{path}", null, ("X-Owner", "other")), HttpStatusCode.NotFound);
        }
    }

    private static async Task<Guid[]> WaitingAsync(RestServer server)
    {
        var queue = await JsonAsync(server.GetAsync("/api/v1/queue"));
        var waiting = queue.GetProperty("waiting").EnumerateArray().ToArray();
        waiting.Select(job => job.GetProperty("position").GetInt32()).ShouldBe(Enumerable.Range(1, waiting.Length));
        return [.. waiting.Select(job => job.GetProperty("id").GetGuid())];
    }
}
