using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Rest.Waiting;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Whoever_waits_has_the_finished_job
{
    [Fact]
    public async Task With_its_results_in_the_answer()
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/jobs", Graph, ("Prefer", "wait=60"), ("Idempotency-Key", "k"));

        answer.Headers.GetValues("Preference-Applied").ShouldBe(["wait=60"]);
        var job = await JsonAsync(Task.FromResult(answer), HttpStatusCode.Created);
        job.GetProperty("state").GetString().ShouldBe("succeeded");
        job.GetProperty("results").GetProperty("nodes")[0].GetProperty("outputs").GetProperty("text")[0].GetString().ShouldBe("hello");
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/jobs/{job.GetProperty("id").GetGuid()}");
        (await JsonAsync(server.PostAsync("/api/v1/jobs", Graph, ("Prefer", "wait=60"), ("Idempotency-Key", "k")))).GetProperty("results").GetProperty("nodes").GetArrayLength().ShouldBe(1);
        (await JsonAsync(server.GetAsync(answer.Headers.Location.ToString()))).TryGetProperty("results", out _).ShouldBeFalse("Nobody waited.");
    }

    [Fact]
    public async Task However_it_ended()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var asked = server.PostAsync("/api/v1/jobs", Graph, ("Prefer", "wait=100"));
        server.Worker.Fail(await RunningAsync(server));

        var job = await JsonAsync(asked, HttpStatusCode.Created);
        job.GetProperty("state").GetString().ShouldBe("failed");
        job.GetProperty("results").GetProperty("nodes")[0].GetProperty("failure").GetProperty("sentence").GetString().ShouldBe("Node 'show' failed.");
    }

    [Theory]
    [InlineData("wait=1", "wait=1")]
    [InlineData("wait=0", "wait=0")]
    [InlineData("respond-async, wait=0", "respond-async, wait=0")]
    [InlineData("respond-async", "respond-async")]
    public async Task Or_the_job_as_it_stands_when_the_time_is_over(string prefer, string applied)
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        using var answer = await server.PostAsync("/api/v1/jobs", Graph, ("Prefer", prefer));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.GetValues("Preference-Applied").ShouldBe([applied]);
        (await JsonAsync(Task.FromResult(answer), HttpStatusCode.Accepted)).TryGetProperty("results", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("wait=ten")]
    [InlineData("wait=-1")]
    [InlineData("wait")]
    [InlineData("waiting=5, return=minimal; x=1")]
    [InlineData("99999999999999999999999=wait")]
    public async Task And_what_is_not_understood_is_passed_over(string prefer)
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/jobs", Graph, ("Prefer", prefer));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Contains("Preference-Applied").ShouldBeFalse();
    }

    [Theory]
    [InlineData("wait=999999", "wait=120")]
    [InlineData("Wait = \"60\" ; x=y, wait=5", "wait=60")]
    public async Task But_nobody_waits_for_ever(string prefer, string applied)
    {
        await using var server = await StartAsync();
        using var answer = await server.PostAsync("/api/v1/jobs", Graph, ("Prefer", prefer));
        answer.Headers.GetValues("Preference-Applied").ShouldBe([applied]);
    }

    [Fact]
    public async Task Also_whoever_asks_later()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, "running");
        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{job}", ("Prefer", "wait=0")))).GetProperty("state").GetString().ShouldBe("running");

        var asked = server.GetAsync($"/api/v1/jobs/{job}", ("Prefer", "wait=100"));
        await UntilWaitingAsync(server, 1);
        server.Worker.Finish(job);

        (await JsonAsync(asked)).GetProperty("results").GetProperty("nodes").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task And_thousands_wait_for_one_as_well_as_for_many()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        var waits = Enumerable.Range(0, 5_000).Select(_ => server.Desk.WhenEndedAsync(job, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken)).ToList();
        waits.ShouldAllBe(wait => !wait.IsCompleted);

        server.Worker.Finish(await RunningAsync(server));

        (await Task.WhenAll(waits)).ShouldAllBe(ended => ended!.State == Core.Jobs.JobState.Succeeded);
    }

    [Fact]
    public async Task And_one_who_leaves_is_waited_for_no_longer()
    {
        await using var server = await StartAsync();
        server.Worker.Holds = true;
        using (var client = new HttpClient { BaseAddress = server.Address })
        using (var leaving = new CancellationTokenSource())
        {
            var asked = client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Headers = { { "Prefer", "wait=100" } }, Content = new StringContent(Graph, System.Text.Encoding.UTF8, "application/json") }, leaving.Token);
            await UntilWaitingAsync(server, 1);
            await leaving.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(asked);
        }

        await UntilWaitingAsync(server, 0);
        server.Worker.Finish(await RunningAsync(server));
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task And_too_many_of_them_are_answered_at_once()
    {
        await using var server = await StartAsync(new ServerLimits { Connections = 2 });
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        var first = server.GetAsync($"/api/v1/jobs/{job}", ("Prefer", "wait=100"));
        await UntilWaitingAsync(server, 1);

        (await JsonAsync(server.GetAsync($"/api/v1/jobs/{job}", ("Prefer", "wait=100")))).TryGetProperty("results", out _).ShouldBeFalse();

        server.Worker.Finish(await RunningAsync(server));
        (await JsonAsync(first)).TryGetProperty("results", out _).ShouldBeTrue();
    }

    private static async Task<Guid> RunningAsync(RestServer server)
    {
        while (true)
        {
            if (server.Desk.Running is [{ } job, ..] && server.Desk.Record(job.Id)?.Nodes.IsEmpty == false)
            {
                return job.Id;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilWaitingAsync(RestServer server, int count)
    {
        var waiting = server.App.Services.GetRequiredService<JobWaiting>();
        while (waiting.Count != count)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
