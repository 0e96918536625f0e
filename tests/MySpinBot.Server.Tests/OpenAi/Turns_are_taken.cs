using System.Net;
using System.Text;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.Tests.Workers;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Turns_are_taken
{
    private const string Chat = "/v1/chat/completions";
    private const string Slow = """{"model": "slow", "messages": [{"role": "user", "content": "one two"}], "stream": true}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_leaves_ends_the_work()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = PostAsync(server, leaving.Token);
        await Eventually.Is(() => server.Models.Open == 1, () => "It was not begun.");

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
        await Eventually.Is(() => server.Models is { Open: 0, Left: 1 }, () => "It goes on though nobody hears it.");
        server.Turns.Counts.ShouldBe((0, 0));
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_leaves_in_the_middle_of_a_stream_ends_the_work()
    {
        await using var server = await AnsweringServer.StartAsync();
        server.Models.Words.Release();
        using (var answer = await PostAsync(server, Cancellation))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            server.Models.Open.ShouldBe(1);
        }

        await Eventually.Is(() => server.Models is { Open: 0, Left: 1 }, () => "It goes on though nobody hears it.");
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_that_are_too_many_wait_and_more_are_refused()
    {
        await using var server = await AnsweringServer.StartAsync(new ServerLimits { AnswersAtOnce = 1, WaitingAnswers = 1 });
        var first = PostAsync(server, Cancellation);
        await Eventually.Is(() => server.Turns.Counts == (1, 0), () => $"{server.Turns.Counts}");
        var second = PostAsync(server, Cancellation);
        await Eventually.Is(() => server.Turns.Counts == (1, 1), () => $"{server.Turns.Counts}");

        var (status, json, headers) = await server.PostAsync(Chat, Slow);

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        json.GetProperty("error").GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
        headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        server.Models.Open.ShouldBe(1);
        server.Models.Words.Release(6);
        (await (await first).Content.ReadAsStringAsync(Cancellation)).ShouldEndWith("data: [DONE]\n\n");
        (await (await second).Content.ReadAsStringAsync(Cancellation)).ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Nobody_who_asks_much_keeps_the_others_waiting()
    {
        var turns = new CallTurns(1, 10);
        var running = await turns.EnterAsync("greedy", Cancellation);
        var order = new List<string>();
        var waiting = new[] { "greedy 1", "greedy 2", "greedy 3", "modest 1", "third 1" }.Select(async who =>
        {
            using var turn = await turns.EnterAsync(who.Split(' ')[0], Cancellation);
            lock (order)
            {
                order.Add(who);
            }
        }).ToList();

        running.Dispose();
        await Task.WhenAll(waiting);

        order.ShouldBe(["greedy 1", "modest 1", "third 1", "greedy 2", "greedy 3"]);
        turns.Counts.ShouldBe((0, 0));
    }

    [Fact]
    public async Task Whoever_waits_no_longer_leaves_his_place()
    {
        var turns = new CallTurns(1, 2);
        var running = await turns.EnterAsync("a", Cancellation);
        using var impatient = new CancellationTokenSource();
        var left = turns.EnterAsync("a", impatient.Token).AsTask();
        var stays = turns.EnterAsync("b", Cancellation).AsTask();

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(left);
        turns.Counts.ShouldBe((1, 1));
        running.Dispose();
        running.Dispose();
        (await stays).Dispose();
        turns.Counts.ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_server_that_comes_to_rest_takes_nothing_new_and_waits_for_what_goes_on()
    {
        var turns = new CallTurns(1, 2);
        var running = await turns.EnterAsync("a", Cancellation);
        var waiting = turns.EnterAsync("b", Cancellation).AsTask();

        var draining = turns.DrainAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancellation);

        await Should.ThrowAsync<ServerRefusal>(async () => await turns.EnterAsync("c", Cancellation));
        running.Dispose();
        draining.IsCompleted.ShouldBeFalse();
        (await waiting).Dispose();
        (await draining).ShouldBeTrue();
        (await turns.DrainAsync(TimeSpan.Zero, TimeProvider.System, Cancellation)).ShouldBeTrue();
    }

    private static Task<HttpResponseMessage> PostAsync(AnsweringServer server, CancellationToken cancellation)
        => server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent(Slow, Encoding.UTF8, "application/json") }, HttpCompletionOption.ResponseHeadersRead, cancellation);
}
