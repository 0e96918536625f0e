using System.Text.Json;

namespace MySpinBot.Client.Tests;

public sealed class Asking_the_server
{
    private const string AJob = """{"id":"0193f5a2-7c1e-7b60-9d5e-3f1c2a4b6d80","state":"queued","priority":0,"attempts":0,"accepted_at":"2026-05-01T12:00:00+00:00","last_event":1,"links":{"self":"/a","events":"/b","results":"/c","graph":"/d","cancel":"/e"}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_says_all_that_is_wrong()
    {
        await using var server = await LittleServer.StartAsync((context, _) => LittleServer.Json(
            context, 422, """{"type":"urn:x","title":"Wrong","status":422,"detail":"The graph cannot run.","code":"graph_refused","problems":[{"code":"unknown_node_type","node":"3","sentence":"There is no 'KSumpler'."}]}""", "application/problem+json"));
        using var client = server.Client;

        var refusal = await Should.ThrowAsync<ProblemException>(() => client.GetJobAsync(Guid.NewGuid(), cancellation: Cancellation));

        (refusal.Status, refusal.Message, refusal.Problem!.Code).ShouldBe((422, "The graph cannot run.", "graph_refused"));
        refusal.Problem.Problems.ShouldHaveSingleItem().ShouldBe(new Fault { Code = "unknown_node_type", Node = "3", Sentence = "There is no 'KSumpler'." });
    }

    [Fact]
    public async Task What_something_between_answers_is_a_refusal_too()
    {
        await using var server = await LittleServer.StartAsync((context, _) => LittleServer.Json(context, 502, "<html>bad gateway</html>", "text/html"));
        using var client = server.Client;

        var refusal = await Should.ThrowAsync<ProblemException>(() => client.GetQueueAsync(cancellation: Cancellation));

        (refusal.Status, refusal.Problem).ShouldBe((502, null));
        refusal.Message.ShouldContain("502");
    }

    [Fact]
    public async Task Parameters_are_sent_as_the_description_wants_them()
    {
        await using var server = await LittleServer.StartAsync((context, _) => LittleServer.Json(context, 200, """{"jobs":[]}"""));
        using var client = server.Client;

        await client.ListJobsAsync(state: [JobState.Failed, JobState.Cancelled], name: "a b&c", since: new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(2)), limit: 5, cancellation: Cancellation);

        server.Asked.ShouldBe(["GET /api/v1/jobs?state=failed%2Ccancelled&name=a%20b%26c&since=2026-05-01T12%3A00%3A00.0000000%2B02%3A00&limit=5"]);
    }

    [Fact]
    public async Task Answers_of_several_kinds_are_told_apart()
    {
        await using var server = await LittleServer.StartAsync((context, before) => before == 0
            ? LittleServer.Json(context, 202, AJob)
            : LittleServer.Json(context, 200, """{"valid":false,"problems":[{"code":"c","sentence":"s"}]}"""));
        using var client = server.Client;
        var submission = new Submission { Graph = JsonElement.Parse("{}") };

        var taken = await client.SubmitJobAsync(submission, cancellation: Cancellation);
        var tested = await client.SubmitJobAsync(submission, validate: true, cancellation: Cancellation);

        (taken.Status, taken.Job!.State, taken.GraphCheck).ShouldBe((202, JobState.Queued, null));
        (tested.Status, tested.Job, tested.GraphCheck!.Valid).ShouldBe((200, null, false));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_key()
    {
        var keys = new List<string>();
        await using var server = await LittleServer.StartAsync(async (context, before) =>
        {
            if (context.Request.Method == "POST")
            {
                keys.Add(context.Request.Headers["Idempotency-Key"]!);
            }

            switch (before)
            {
                case 0: context.Abort(); break;
                case 1: context.Response.Headers.RetryAfter = "0"; await LittleServer.Json(context, 503, "{}"); break;
                case 2: await LittleServer.Json(context, 202, AJob); break;
                case 3: context.Response.StatusCode = 204; break;
                default: await LittleServer.Json(context, 200, $$"""{"job":{{AJob}},"nodes":[]}"""); break;
            }
        });
        using var client = server.Client;

        var results = await client.RunAsync("{}", cancellation: Cancellation);

        results.Job.Attempts.ShouldBe(0);
        keys.Count.ShouldBe(3);
        keys.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Answers_are_read_as_deep_as_a_graph_may_be()
    {
        var deep = $"{new string('[', 300)}{new string(']', 300)}";
        await using var server = await LittleServer.StartAsync((context, _) => LittleServer.Json(context, 200, $$"""{"job":{{AJob}},"nodes":[{"node":"a","class_type":"A","state":"finished","seconds":0,"files":[],"outputs":{"text":{{deep}} } }]}"""));
        using var client = server.Client;

        var results = await client.GetResultsAsync(Guid.NewGuid(), cancellation: Cancellation);

        results.Nodes.ShouldHaveSingleItem().Outputs!["text"].GetRawText().ShouldBe(deep);
    }

    [Fact]
    public async Task A_link_to_another_server_is_not_followed_with_our_key()
    {
        using var client = new MySpinBotClient(new Uri("http://127.0.0.1:1"), "secret");

        (await Should.ThrowAsync<ArgumentException>(() => client.OpenAsync(new Uri("http://elsewhere.test/file"), Cancellation))).Message.ShouldContain("another server");
    }
}
