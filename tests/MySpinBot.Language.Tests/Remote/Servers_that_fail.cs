using System.Text;
using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Servers_that_fail
{
    private static readonly Reply Good = Reply.Events(Delta("""{"content":"at last"}"""), End("stop"));

    [Fact]
    public async Task Are_asked_again_after_pauses_that_grow()
    {
        await using var server = new RecordedServer(Reply.Json("""{"error":"loading"}""", 503), Reply.Json("{}", 502), Reply.Json("{}", 500), Good);
        using var talk = Talk.OpenAi(server, target => target with { Retries = 3 });

        (await talk.TextAsync(Talk.Ask())).ShouldBe("at last");

        server.Requests.Count.ShouldBe(4);
        talk.Time.Waits.ShouldBe([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
    }

    [Fact]
    public async Task Are_asked_again_when_they_want_to_be()
    {
        await using var server = new RecordedServer(Reply.Json("{}", 429) with { Headers = [("Retry-After", "7")] }, Good);
        using var talk = Talk.OpenAi(server);

        (await talk.TextAsync(Talk.Ask())).ShouldBe("at last");

        talk.Time.Waits.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task And_want_too_much_patience_are_not()
    {
        await using var server = new RecordedServer(Reply.Json("""{"error":{"message":"Quota used up"}}""", 429) with { Headers = [("Retry-After", "86400")] });
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldBe(
            $"The target there ({server.Address.ToString().TrimEnd('/')}) refused with 429: Quota used up. It is asked too often, or what may be asked is used up. It wants to be asked again in 86400 seconds, which is longer than it is waited for.");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task And_go_on_failing_are_given_up()
    {
        await using var server = new RecordedServer(Reply.Stream("text/html", ["<html><h1>Bad gateway</h1></html>"]) with { Status = 502 });
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldBe($"The target there ({server.Address.ToString().TrimEnd('/')}) refused with 502. It is not ready, or too busy. It was asked 3 times.");
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"max_tokens must be at least 1","type":"invalid_request_error","param":"max_tokens","code":null}}""", "refused with 400: max_tokens must be at least 1.")] // OpenAI, llama-server
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}""", "refused with 400: This model's maximum context length is 4096 tokens.")] // vLLM, SGLang
    [InlineData(422, """{"detail":[{"loc":["body","x"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]}""", "refused with 422: Extra inputs are not permitted.")] // FastAPI
    [InlineData(404, """{"error":"model 'tale' not found"}""", "refused with 404: model 'tale' not found. It has no such model")] // Ollama
    [InlineData(401, "", "refused with 401. It wants a key: give it one in targets.keys (there=KEY).")]
    [InlineData(418, "no\u0007\ntea\t\there", "refused with 418: no tea here.")]
    [InlineData(302, "", "refused with 302. It points to another address, which is not followed: write that address into targets.servers.")]
    public async Task By_our_fault_are_not_asked_again(int status, string body, string sentence)
    {
        await using var server = new RecordedServer(Reply.Json(body, status) with { Headers = [("Location", "http://127.0.0.1:9/")] });
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain(sentence);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(404, """{"error":"model 'tale' not found"}""", "model_not_found")]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}""", "context_length_exceeded")]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size","type":"exceed_context_size_error"}}""", "context_length_exceeded")]
    [InlineData(400, """{"error":{"message":"no"}}""", null)]
    public async Task Are_told_to_programs_by_a_code(int status, string body, string? code)
    {
        await using var server = new RecordedServer(Reply.Json(body, status));
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Code.ShouldBe(code);
    }

    [Fact]
    public async Task And_repeat_the_key_do_not_give_it_away()
    {
        await using var server = new RecordedServer(Reply.Json("""{"error":{"message":"Incorrect API key provided: sk-very-secret"}}""", 401));
        using var talk = Talk.OpenAi(server, target => target with { Key = "sk-very-secret" });

        var failure = await talk.FailureAsync(Talk.Ask());

        failure.Message.ShouldContain("Incorrect API key provided: (hidden)");
        failure.ToString().ShouldNotContain("very-secret");
        talk.All[0].ToString().ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task By_breaking_off_before_anything_came_are_asked_again()
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"role":"assistant","content":""}""")}\n\n"]) with { Ending = Ending.Cut }, new Reply { Ending = Ending.Cut }, Good);
        using var talk = Talk.OpenAi(server);

        (await talk.TextAsync(Talk.Ask())).ShouldBe("at last");
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_breaking_off_in_the_middle_are_not(bool isCut)
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"content":"Once"}""")}\n\n"]) with { Ending = isCut ? Ending.Cut : Ending.Whole }, Good);
        using var talk = Talk.OpenAi(server);
        var text = "";

        var failure = await Should.ThrowAsync<NodeFailure>(async () =>
        {
            await foreach (var piece in talk.Answers.AnswerAsync(new RemoteSource("there", "tale"), Talk.Ask(), TestContext.Current.CancellationToken))
            {
                text += piece.Text;
            }
        });

        text.ShouldBe("Once");
        failure.Message.ShouldContain("broke off");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"error":{"message":"CUDA error: out of memory","code":500}}""", "broke off: CUDA error: out of memory.")]
    [InlineData("this is not JSON", "sent what is not JSON")]
    [InlineData("[1]", "sent something that is no piece of an answer")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}""", "withheld its answer")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"abort"}]}""", "gave up its answer")]
    public async Task In_the_middle_say_why(string data, string sentence)
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"content":"Once"}"""), data));
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain(sentence);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task By_a_page_of_a_proxy_are_told_by_it()
    {
        await using var server = new RecordedServer(Reply.Stream("text/html", ["<html>Welcome to our network</html>"]));
        using var talk = Talk.OpenAi(server, target => target with { Retries = 0 });

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain("broke off: its answer stopped without an end");
    }

    [Fact]
    public async Task By_a_line_without_end_fill_no_memory()
    {
        var blanks = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        await using var server = new RecordedServer(new Reply { ContentType = "text/event-stream", Pieces = Enumerable.Repeat((ReadOnlyMemory<byte>)blanks, 64).Prepend("data: "u8.ToArray()), Ending = Ending.Silent });
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain("sent a line of more than 8 MiB");
        await server.HungUp.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task By_silence_are_not_waited_for_without_end()
    {
        await using var server = new RecordedServer(new Reply { Ending = Ending.SilentFromTheStart });
        using var talk = Talk.OpenAi(server, target => target with { Patience = TimeSpan.FromSeconds(20) });

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain("began no answer within 20 seconds");
        await server.HungUp.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task By_silence_in_the_middle_are_left()
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"content":"Once"}""")}\n\n"]) with { Ending = Ending.Silent });
        using var talk = Talk.OpenAi(server, target => target with { Patience = TimeSpan.FromSeconds(300) });

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain("fell silent");
        await server.HungUp.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task By_not_being_there_are_told_so()
    {
        using var talk = new Talk(new OutboundTarget("there", "openai", new Uri("http://127.0.0.1:1")) { Retries = 1 });

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldBe("The target there (http://127.0.0.1:1) cannot be reached: nothing listens there. It was asked 2 times.");
    }

    [Fact]
    public async Task By_not_being_in_the_configuration_are_told_so()
    {
        using var empty = new Talk();
        using var other = new Talk(new OutboundTarget("home", "ollama", new Uri("http://127.0.0.1:1")));

        (await empty.FailureAsync(Talk.Ask())).Message.ShouldContain("Write one into targets.servers");
        (await other.FailureAsync(Talk.Ask())).Message.ShouldBe("There is no target 'there' in the configuration; there are home.");
    }

    [Fact]
    public async Task Whoever_stops_listening_hangs_up()
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"content":"Once"}""")}\n\n"]) with { Ending = Ending.Silent });
        using var talk = Talk.OpenAi(server, target => target with { Patience = TimeSpan.FromHours(3) });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in talk.Answers.AnswerAsync(new RemoteSource("there", "tale"), Talk.Ask(), stop.Token))
            {
                piece.Text.ShouldBe("Once");
                await stop.CancelAsync();
            }
        });

        await server.HungUp.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Whoever_has_heard_enough_hangs_up()
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"content":"Once"}""")}\n\n"]) with { Ending = Ending.Silent });
        using var talk = Talk.OpenAi(server);

        await foreach (var piece in talk.Answers.AnswerAsync(new RemoteSource("there", "tale"), Talk.Ask(), TestContext.Current.CancellationToken))
        {
            break;
        }

        await server.HungUp.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
