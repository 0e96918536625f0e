using System.Collections.Concurrent;
using System.Net;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Tests.Rest;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Tests.Tracing;

public sealed class A_job_is_a_trace
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    [Fact]
    public async Task With_its_wait_its_run_and_its_steps_below_whoever_handed_it_in()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        await using (var server = await StartAsync(receiver))
        {
            await using var traces = new Traced(server);
            await traces.EndOfAsync(await server.SubmitAsync(RestServer.Graph, ("traceparent", $"00-{Trace}-{Caller}-01")));
        }

        var spans = receiver.Spans.ToList();
        spans.Select(span => span.Trace).Distinct().ShouldBe([Trace]);
        var job = spans.Single(span => span.Name == "job");
        job.Parent.ShouldBe(Caller);
        job.Attributes["myspinbot.job.state"].ShouldBe("succeeded");
        job.Fault.ShouldBeNull();
        spans.Single(span => span.Name == "queue").Parent.ShouldBe(job.Id);
        var run = spans.Single(span => span.Name == "run");
        run.Parent.ShouldBe(job.Id);
        var step = spans.Single(span => span.Name == "Show");
        step.Parent.ShouldBe(run.Id);
        (step.Attributes["myspinbot.node.id"], step.Attributes["myspinbot.node.outcome"], step.Attributes["myspinbot.node.because"]).ShouldBe(("show", "ran", "NotKnown"));
        foreach (var span in spans)
        {
            // A span without a length is sent as 100 ns long.
            (span.Start <= span.End && job.Start <= span.Start && span.End <= job.End + 100).ShouldBeTrue(span.ToString());
        }
    }

    [Fact]
    public async Task What_failed_says_so()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        Guid job;
        await using (var server = await StartAsync(receiver))
        {
            await using var traces = new Traced(server);
            server.Worker.Holds = true;
            job = await server.SubmitAsync();
            await server.UntilAsync(job, "running");
            server.Worker.Fail(job);
            await traces.EndOfAsync(job);
        }

        receiver.Spans.Single(span => span.Name == "job").Fault.ShouldBe("Node 'show' failed.");
        receiver.Spans.Single(span => span.Name == "Show").Fault.ShouldBe("Node 'show' failed.");
        receiver.Spans.ShouldAllBe(span => span.Trace == job.ToString("N"), "Without a caller's trace a job's has the job's id.");
        receiver.Spans.Single(span => span.Name == "job").Parent.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_stays_in_its_trace_though_the_server_is_started_anew()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        using var data = new Runtime.Tests.TemporaryFolder();
        Guid job;
        await using (var server = await StartAsync(receiver, data.Path))
        {
            await using var traces = new Traced(server);
            server.Worker.Holds = true;
            job = await server.SubmitAsync(RestServer.Graph, ("traceparent", $"00-{Trace}-{Caller}-01"));
            await server.UntilAsync(job, "running");
            await server.Desk.PauseAsync(true); // so that it does not run before somebody listens
        }

        receiver.Spans.ShouldBeEmpty();
        await using (var server = await StartAsync(receiver, data.Path))
        {
            await using var traces = new Traced(server);
            await server.Desk.PauseAsync(false);
            await traces.EndOfAsync(job);
        }

        receiver.Spans.ShouldAllBe(span => span.Trace == Trace);
        receiver.Spans.Single(span => span.Name == "job").Parent.ShouldBe(Caller);
        receiver.Spans.Count(span => span.Name == "run").ShouldBe(2);
        receiver.Spans.Count(span => span.Name == "Show" && span.Attributes["myspinbot.node.outcome"] == "ran").ShouldBe(1);
    }

    [Fact]
    public async Task A_trace_that_its_caller_does_not_keep_is_not_sent()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        await using (var server = await StartAsync(receiver))
        {
            await using var traces = new Traced(server);
            await traces.EndOfAsync(await server.SubmitAsync(RestServer.Graph, ("traceparent", $"00-{Trace}-{Caller}-00")));
            await traces.EndOfAsync(await server.SubmitAsync(RestServer.Graph, ("traceparent", "nonsense")));
        }

        receiver.Spans.Count(span => span.Name == "job").ShouldBe(1);
        receiver.Spans.ShouldAllBe(span => span.Trace != Trace);
    }

    [Fact]
    public async Task Whoever_wants_to_know_who_sends_is_told()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        await using (var server = await StartAsync(receiver, headers: "authorization=Bearer of-mine"))
        {
            await using var traces = new Traced(server);
            await traces.EndOfAsync(await server.SubmitAsync());
        }

        receiver.Authorizations.ShouldNotBeEmpty();
        receiver.Authorizations.ShouldAllBe(given => given == "Bearer of-mine");
    }

    [Fact]
    public void Headers_that_are_none_are_refused_with_a_sentence()
    {
        var options = new ServerOptions { DataFolder = "", InputFolder = "", OutputFolder = "", TempFolder = "", Worker = new WorkerLaunch("", [], ""), TraceEndpoint = new Uri("http://127.0.0.1:1"), TraceHeaders = "sesame" };

        Should.Throw<ServerRefusal>(() => new TraceSender(options)).Message.ShouldContain("traces.headers");
    }

    [Fact]
    public async Task Without_a_receiver_nothing_of_it_is_kept()
    {
        await using var server = await RestServer.StartAsync();
        var job = await server.SubmitAsync(RestServer.Graph, ("traceparent", $"00-{Trace}-{Caller}-01"));

        (await RestServer.JsonAsync(server.GetAsync($"/api/v1/jobs/{job}/events", ("Accept", "application/json")), HttpStatusCode.OK)).ToString().ShouldNotContain(Trace);
    }

    private static Task<RestServer> StartAsync(TraceReceiver receiver, string? data = null, string? headers = null)
        => RestServer.StartAsync(data: data, told: options => options with { TraceEndpoint = receiver.Address, TraceHeaders = headers });

    /// <summary>Traces of a server, sent at the latest when this is disposed.</summary>
    private sealed class Traced : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _ends = new();
        private readonly JobTraces _traces;
        private readonly IDisposable _listening;

        public Traced(RestServer server)
        {
            _traces = new JobTraces(server.Options, server.Desk.Feeds, server.Reader);

            // Behind the traces: what this has heard they have, too.
            _listening = server.Desk.Feeds.Listen((job, _) =>
            {
                if (job.State.IsEnd())
                {
                    End(job.Id).TrySetResult();
                }
            });
        }

        public Task EndOfAsync(Guid job) => End(job).Task.WaitAsync(TimeSpan.FromMinutes(1));

        public ValueTask DisposeAsync()
        {
            _listening.Dispose();
            return _traces.DisposeAsync();
        }

        private TaskCompletionSource End(Guid job) => _ends.GetOrAdd(job, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
