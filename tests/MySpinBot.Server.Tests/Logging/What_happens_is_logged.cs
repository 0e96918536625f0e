using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MySpinBot.Server.Logging;
using MySpinBot.Server.Tests.Rest;
using MySpinBot.Server.Tests.Tracing;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Tests.Logging;

public sealed class What_happens_is_logged
{
    private readonly ConcurrentQueue<LogEntry> _log = new();

    [Fact]
    public async Task Requests_with_their_path_and_without_what_may_be_secret()
    {
        await using var server = await StartAsync(LogLevel.Debug);

        (await server.GetAsync("/api/v1/jobs?limit=3&access_token=msb_secret&signature=abc", ("X-Owner", "anna"), ("Authorization", "Bearer msb_secret"))).Dispose();

        var entry = _log.Single(each => each.Event == "request");
        (entry.Owner, entry.Level).ShouldBe(("anna", LogLevel.Debug));
        entry.Request.ShouldNotBeNullOrEmpty();
        entry.Message.ShouldStartWith("GET /api/v1/jobs ");
        entry.ToString().ShouldNotContain("secret");
        entry.ToString().ShouldNotContain("abc");
    }

    [Fact]
    public async Task Jobs_that_fail_for_everybody_and_those_that_come_and_go_for_those_who_look_closely()
    {
        await using (var server = await StartAsync(LogLevel.Information))
        {
            using var log = new JobLog(server.Options, server.Desk.Feeds, null);
            await server.UntilAsync(await server.SubmitAsync(), "succeeded");
            server.Worker.Holds = true;
            var job = await server.SubmitAsync(RestServer.Graph, ("X-Owner", "anna"));
            await WhenAsync(() => server.Desk.Counts.Running == 1);
            server.Worker.Fail(job);
            await WhenAsync(() => _log.Any(entry => entry.Event == "job_finished"));

            _log.Select(entry => entry.Event).ShouldBe(["node_failed", "job_finished"]);
            _log.ShouldAllBe(entry => entry.Job == job && entry.Owner == "anna");
            _log.First().Node.ShouldBe("show");
        }

        _log.Clear();
        await using (var server = await StartAsync(LogLevel.Debug))
        {
            using var log = new JobLog(server.Options, server.Desk.Feeds, null);
            await server.UntilAsync(await server.SubmitAsync(), "succeeded");
            await WhenAsync(() => _log.Any(entry => entry.Event == "job_finished"));

            _log.Where(entry => entry.Event != "request").Select(entry => entry.Event).ShouldBe(["job_queued", "job_began", "job_finished"]);
        }
    }

    [Fact]
    public async Task All_that_is_said_of_a_job_names_its_trace_its_end_too()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        await using var server = await RestServer.StartAsync(told: options => options with { Log = _log.Enqueue, LogLevel = LogLevel.Debug, TraceEndpoint = receiver.Address });
        await using var traces = new JobTraces(server.Options, server.Desk.Feeds, server.Reader);
        using var log = new JobLog(server.Options, server.Desk.Feeds, traces);
        server.Worker.Holds = true;
        var job = await server.SubmitAsync();
        await WhenAsync(() => server.Desk.Counts.Running == 1);
        server.Worker.Fail(job);
        await WhenAsync(() => _log.Any(entry => entry.Event == "job_finished"));

        var said = _log.Where(entry => entry.Job == job).ToList();
        said.Select(entry => entry.Event).ShouldBe(["job_queued", "job_began", "node_failed", "job_finished"]);
        said.ShouldAllBe(entry => entry.Trace == job.ToString("N"));
    }

    [Fact]
    public void Without_a_log_sentences_that_people_need_are_reported()
    {
        List<string> reported = [];
        var options = new ServerOptions { DataFolder = "", InputFolder = "", OutputFolder = "", TempFolder = "", Worker = new WorkerLaunch("", [], ""), Report = reported.Add };

        options.Say(new LogEntry(LogLevel.Debug, "request", "GET /"));
        options.Say(new LogEntry(LogLevel.Warning, "worker", "The worker died."));

        reported.ShouldBe(["The worker died."]);
        options.Hears(LogLevel.Error).ShouldBeFalse();
    }

    private static async Task WhenAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private Task<RestServer> StartAsync(LogLevel level) => RestServer.StartAsync(told: options => options with { Log = _log.Enqueue, LogLevel = level });
}
