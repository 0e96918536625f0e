using System.Net;
using MySpinBot.Server.Tests.Rest;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class A_server_comes_to_rest
{
    [Fact]
    public async Task Nothing_new_is_taken_what_runs_goes_on_and_what_waits_keeps_its_place()
    {
        await using var server = await RestServer.StartAsync();
        server.Worker.Holds = true;
        var running = await server.SubmitAsync();
        var waiting = await server.SubmitAsync();
        await server.UntilAsync(running, "running");

        var rest = server.Desk.DrainAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        using (var refused = await server.PostAsync("/api/v1/jobs", RestServer.Graph))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        }

        using (var readiness = await server.GetAsync("/health/ready"))
        {
            readiness.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await readiness.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The server is stopping");
        }

        (await server.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        rest.IsCompleted.ShouldBeFalse();

        server.Worker.Finish(running);
        (await rest).ShouldBeTrue();
        (await server.UntilAsync(running, "succeeded")).GetProperty("state").GetString().ShouldBe("succeeded");
        (await RestServer.JsonAsync(server.GetAsync($"/api/v1/jobs/{waiting}"))).GetProperty("state").GetString().ShouldBe("queued");
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_not_waited_for()
    {
        await using var server = await RestServer.StartAsync();
        server.Worker.Holds = true;
        await server.UntilAsync(await server.SubmitAsync(), "running");

        (await server.Desk.DrainAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)).ShouldBeFalse();
        using var cut = new CancellationTokenSource();
        await cut.CancelAsync();
        (await server.Desk.DrainAsync(TimeSpan.FromMinutes(5), cut.Token)).ShouldBeFalse();
    }
}
