using Microsoft.AspNetCore.Http;

namespace MySpinBot.Client.Tests;

public sealed class Watching_a_job
{
    private static readonly Guid Job = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_where_it_was_when_the_connection_breaks()
    {
        await using var server = await LittleServer.StartAsync(async (context, before) =>
        {
            var first = int.Parse(context.Request.Query["after"]!, System.Globalization.CultureInfo.InvariantCulture) + 1;
            if (first > 4)
            {
                context.Response.StatusCode = 204;
                return;
            }

            context.Response.ContentType = "text/event-stream";
            for (var number = first; number < first + 2; number++)
            {
                await context.Response.WriteAsync($"id: {number}\nevent: node_skipped\ndata: {{\"event\":\"node_skipped\",\"node_id\":\"{number}\"}}\n\n");
            }

            await context.Response.Body.FlushAsync();
            if (before == 0)
            {
                context.Abort();
            }
        });
        using var client = server.Client;

        var seen = new List<string>();
        await foreach (var news in client.WatchAsync(Job, cancellation: Cancellation))
        {
            var told = news.ShouldBeOfType<EventNews>();
            seen.Add($"{told.Number} {told.Data.ShouldBeOfType<NodeSkippedEvent>().NodeId}");
        }

        seen.ShouldBe(["1 1", "2 2", "3 3", "4 4"]);
        server.Asked.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Gives_no_number_to_what_counts_only_now()
    {
        var seen = await WatchAsync("""
            id: 1
            event: run_started
            data: {"event":"run_started","nodes":2,"at":"2026-05-01T12:00:00+00:00"}

            event: progress
            data: {"event":"progress","node_id":"3","call":0,"done":4,"total":20}

            event: text
            data: {"event":"text","node_id":"5","call":0,"offset":4,"text":" upon"}

            event: preview
            data: {"node_id":"3","preview":17,"url":"/api/v1/previews/17","media_type":"image/jpeg"}


            """);

        seen.ShouldBe(
        [
            new EventNews(Job, 1, new RunStartedEvent { Nodes = 2, At = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero) }),
            new EventNews(Job, null, new ProgressEvent { NodeId = "3", Call = 0, Done = 4, Total = 20 }),
            new EventNews(Job, null, new TextEvent { NodeId = "5", Call = 0, Offset = 4, Text = " upon" }),
            new PreviewNews(Job, "3", new Uri("/api/v1/previews/17", UriKind.Relative)),
        ]);
    }

    [Fact]
    public async Task Passes_on_events_that_only_a_later_server_knows()
    {
        var seen = await WatchAsync("id: 1\nevent: node_dreamt\ndata: {\"event\":\"node_dreamt\",\"of\":\"sheep\"}\n\nid: 2\nevent: job_finished\ndata: {\"event\":\"job_finished\",\"at\":\"2026-05-01T12:00:00+00:00\",\"state\":\"postponed\"}\n\n");

        seen[0].ShouldBeOfType<EventNews>().Data.ShouldBeOfType<OtherEventData>().Json.GetProperty("of").GetString().ShouldBe("sheep");
        seen[1].ShouldBeOfType<EventNews>().Data.ShouldBeOfType<JobFinishedEvent>().State.ShouldBe(JobState.Other);
    }

    [Fact]
    public async Task Of_a_job_that_there_is_not_is_refused_at_once()
    {
        await using var server = await LittleServer.StartAsync((context, _) => LittleServer.Json(context, 404, Refused, "application/problem+json"));
        using var client = server.Client;

        var refusal = await Should.ThrowAsync<ProblemException>(async () => await client.WatchAsync(Job, cancellation: Cancellation).GetAsyncEnumerator(Cancellation).MoveNextAsync());

        refusal.Message.ShouldBe("There is no such job.");
        server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Gives_up_when_the_server_is_gone_for_longer_than_one_is_patient()
    {
        using var client = new MySpinBotClient(new Uri("http://127.0.0.1:1"));

        await Should.ThrowAsync<HttpRequestException>(async () => await client.WatchAsync(Job, patience: TimeSpan.FromMilliseconds(300), cancellation: Cancellation).GetAsyncEnumerator(Cancellation).MoveNextAsync());
    }

    private const string Refused = """{"type":"urn:myspinbot:problem:unknown_job","title":"Not Found","status":404,"detail":"There is no such job.","code":"unknown_job"}""";

    private static async Task<List<JobNews>> WatchAsync(string stream)
    {
        await using var server = await LittleServer.StartAsync(async (context, before) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = before == 0 ? (200, "text/event-stream") : (204, null);
            await (before == 0 ? context.Response.WriteAsync(stream) : Task.CompletedTask);
        });
        using var client = server.Client;
        var seen = new List<JobNews>();
        await foreach (var news in client.WatchAsync(Job, cancellation: Cancellation))
        {
            seen.Add(news);
        }

        return seen;
    }
}
