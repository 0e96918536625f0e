using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Jobs.Keeping;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Jobs_stay_and_go
{
    [Fact]
    public async Task What_is_old_goes_but_not_what_is_kept_or_has_not_ended()
    {
        await using var server = await StartAsync(told: options => options with { Retention = new RetentionOptions { Age = TimeSpan.Zero } });
        var old = await EndedAsync(server);
        var kept = await EndedAsync(server, $$"""{"graph": {{Graph}}, "keep": true}""");
        server.Worker.Holds = true;
        var running = await server.SubmitAsync();
        await server.UntilAsync(running, "running");
        var waiting = await server.SubmitAsync();

        (await SweepAsync(server)).ShouldBe(1);

        (await server.GetAsync($"/api/v1/jobs/{old}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var there in new[] { kept, running, waiting })
        {
            await JsonAsync(server.GetAsync($"/api/v1/jobs/{there}"));
        }

        (await JsonAsync(server.PostAsync($"/api/v1/jobs/{kept}/unkeep"))).TryGetProperty("kept", out _).ShouldBeFalse();
        (await SweepAsync(server)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_too_young_stays()
    {
        await using var server = await StartAsync(told: options => options with { Retention = new RetentionOptions { Age = TimeSpan.FromHours(1) } });
        await EndedAsync(server);
        (await SweepAsync(server)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_each_owner_the_latest_stay()
    {
        await using var server = await StartAsync(told: options => options with { Retention = new RetentionOptions { Jobs = 2 } });
        List<Guid> mine = [await EndedAsync(server), await EndedAsync(server), await EndedAsync(server), await EndedAsync(server)];
        var other = await server.SubmitAsync(Graph, ("X-Owner", "other"));
        await UntilAsync(() => server.Desk.Find(other, null)!.State == Core.Jobs.JobState.Succeeded && server.Desk.Unfinished == 0);
        await JsonAsync(server.PostAsync($"/api/v1/jobs/{mine[0]}/keep"));

        (await SweepAsync(server)).ShouldBe(1);

        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetGuid()).ShouldBe([mine[3], mine[2], mine[0]]);
        server.Desk.Find(other, "other").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_job_is_kept_while_it_runs_and_stays_so()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, "running");
        (await JsonAsync(server.PostAsync($"/api/v1/jobs/{job}/keep"))).GetProperty("kept").GetBoolean().ShouldBeTrue();
        server.Worker.Finish(job);
        (await server.UntilAsync(job, "succeeded")).GetProperty("kept").GetBoolean().ShouldBeTrue();
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, "/api/v1/jobs?state=succeeded", null))).GetProperty("forgotten").GetInt32().ShouldBe(0);
        (await server.PostAsync($"/api/v1/jobs/{job}/keep", null, ("X-Owner", "other"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{job}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Many_go_at_once_by_state_and_time()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await EndedAsync(server);
        }

        server.Worker.Holds = true;
        var failed = await server.SubmitAsync();
        await server.UntilAsync(failed, "running");
        server.Worker.Fail(failed);
        await server.UntilAsync(failed, "failed");
        await UntilAsync(() => server.Desk.Unfinished == 0);

        (await JsonAsync(server.SendAsync(HttpMethod.Delete, "/api/v1/jobs?until=2000-01-01", null))).GetProperty("forgotten").GetInt32().ShouldBe(0);
        var some = await JsonAsync(server.SendAsync(HttpMethod.Delete, "/api/v1/jobs?state=succeeded&until=2100-01-01&limit=3", null));
        some.GetProperty("forgotten").GetInt32().ShouldBe(3);
        some.GetProperty("more").GetBoolean().ShouldBeTrue();
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, "/api/v1/jobs?state=succeeded", null, ("X-Owner", "other")))).GetProperty("forgotten").GetInt32().ShouldBe(0);
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?limit=5")]
    [InlineData("?state=running")]
    [InlineData("?label=x")]
    [InlineData("?batch=x")]
    public async Task But_nothing_goes_where_nobody_says_what(string query)
    {
        await using var server = await StartAsync();
        (await JsonAsync(server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs{query}", null), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("bad_parameters");
    }

    [Fact]
    public async Task Jobs_are_found_by_what_was_noted_on_them()
    {
        await using var server = await StartAsync();
        var one = await EndedAsync(server, $$$"""{"graph": {{{Graph}}}, "labels": {"project": "sea: a film", "lot": "1"}}""");
        var two = await EndedAsync(server, $$$"""{"graph": {{{Graph}}}, "labels": {"project": "sea: a film", "lot": "2"}}""");
        await EndedAsync(server);

        (await FoundAsync(server, "label=project:sea%3A%20a%20film")).ShouldBe([two, one]);
        (await FoundAsync(server, "label=project:sea%3A%20a%20film&label=lot:1&state=succeeded")).ShouldBe([one]);
        (await FoundAsync(server, "label=project:land")).ShouldBeEmpty();
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{one}"))).GetProperty("labels").GetProperty("lot").GetString().ShouldBe("1");
        (await JsonAsync(server.PostAsync("/api/v1/jobs", $$$"""{"graph": {{{Graph}}}, "labels": {"a b": "x", "c": 1}}"""), HttpStatusCode.BadRequest)).GetProperty("problems").GetArrayLength().ShouldBe(2);

        await server.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{one}", null);
        (await FoundAsync(server, "label=lot:1")).ShouldBeEmpty();
    }

    private static async Task<IEnumerable<Guid>> FoundAsync(RestServer server, string query)
        => (await JsonAsync(server.GetAsync($"/api/v1/jobs?{query}"))).GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetGuid());

    private static Task<int> SweepAsync(RestServer server) => server.App.Services.GetRequiredService<Retention>().SweepAsync(TestContext.Current.CancellationToken);

    private static async Task<Guid> EndedAsync(RestServer server, string body = Graph)
    {
        var id = await server.SubmitAsync(body);
        await server.UntilAsync(id, "succeeded");
        return id;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
