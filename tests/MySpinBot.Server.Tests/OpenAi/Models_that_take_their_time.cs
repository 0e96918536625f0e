using System.Text;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Models_that_take_their_time
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_nothing_comes_a_comment_goes_out_so_that_nobody_takes_the_connection_for_dead()
    {
        await using var server = await AnsweringServer.StartAsync(time: new HastyClock());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent("""{"model": "slow", "prompt": "one", "stream": true}""", Encoding.UTF8, "application/json") };

        // The first word never came, and the answer has begun all the same.
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        (await reader.ReadLineAsync(Cancellation)).ShouldBe(": beat");
        server.Models.Words.Release(2);

        var rest = await reader.ReadToEndAsync(Cancellation);
        rest.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("data: ", StringComparison.Ordinal)).Count().ShouldBe(3);
        rest.ShouldContain("\"text\":\"one\"");
        rest.ShouldEndWith("data: [DONE]\n\n");
    }

    /// <summary>A clock for which a second is a millisecond.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1_000 : dueTime, period);
    }
}
