using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Answers_of_servers_like_OpenAIs
{
    private const string Role = """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"tale","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""";
    private const string Usage = """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"tale","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":8}}}""";

    [Fact]
    public async Task Come_in_pieces_and_end_with_what_they_took()
    {
        await using var server = new RecordedServer(Reply.Events(Role, Delta("""{"content":"Once "}"""), Delta("""{"content":"upön 🐉"}"""), End("stop"), Usage));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(Talk.Ask());

        pieces.Select(piece => piece.Text).ShouldBe(["Once ", "upön 🐉", ""]);
        pieces.Take(2).ShouldAllBe(piece => piece.End == null && piece.Usage == null);
        pieces[^1].End.ShouldBe(TextEnd.Stop);
        pieces[^1].Usage.ShouldNotBeNull().ShouldSatisfyAllConditions(usage => usage.Prompt.ShouldBe(12), usage => usage.Reused.ShouldBe(8), usage => usage.Written.ShouldBe(3));
    }

    [Fact]
    public async Task Characters_may_be_cut_anywhere_on_their_way()
    {
        var whole = System.Text.Encoding.UTF8.GetBytes($"data: {Delta("""{"content":"上 🐉 ß"}""")}\r\n\r\n: a remark\n\ndata: {End("stop")}\n\ndata: [DONE]\n\n");
        await using var server = new RecordedServer(new Reply { ContentType = "text/event-stream", Pieces = whole.Chunk(1).Select(one => (ReadOnlyMemory<byte>)one) });
        using var talk = Talk.OpenAi(server);

        (await talk.TextAsync(Talk.Ask())).ShouldBe("上 🐉 ß");
    }

    [Fact]
    public async Task Everything_that_was_said_is_sent_and_nothing_else()
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"content":"{}"}"""), End("stop")));
        using var talk = Talk.OpenAi(server, target => target with { Key = "sesame-123" });
        var schema = JsonSchema("""{"type":"object","properties":{"a":{"type":"integer"}}}""");

        await talk.PiecesAsync(Talk.Ask("Hi") with
        {
            MaxTokens = 9,
            Stop = ["\n", "END"],
            Format = TextFormat.Of(schema),
            LogProbabilities = 2,
            Sampling = new TextSampling { Temperature = 0.7, TopP = 0.9, TopK = 40, MinP = 0.05, Seed = 7, FrequencyPenalty = 0.5, PresencePenalty = -0.5, LogitBias = new Dictionary<int, double> { [42] = -100 } },
        });
        await talk.PiecesAsync(Talk.Ask("Hi"));

        var first = server.Requests[0];
        (first.Method, first.Path, first.Headers["Authorization"]).ShouldBe(("POST", "/v1/chat/completions", "Bearer sesame-123"));
        Same(first.Body, """
            {"model":"tale","stream":true,"stream_options":{"include_usage":true},"max_tokens":9,"temperature":0.7,"top_p":0.9,"frequency_penalty":0.5,"presence_penalty":-0.5,"seed":7,"top_k":40,
             "stop":["\n","END"],"min_p":0.05,"logit_bias":{"42":-100},"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":2,
             "response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object","properties":{"a":{"type":"integer"}}}}}}
            """);
        Same(server.Requests[1].Body, """{"model":"tale","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""");
    }

    [Fact]
    public async Task Without_a_key_none_is_sent()
    {
        await using var server = new RecordedServer(Reply.Events(End("stop")));
        using var talk = Talk.OpenAi(server);

        await talk.PiecesAsync(Talk.Ask());

        server.Requests[0].Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task A_path_in_the_address_is_kept()
    {
        await using var server = new RecordedServer(Reply.Events(End("stop")));
        using var talk = Talk.OpenAi(server, target => target with { Address = new Uri(target.Address, "/proxy/api/v3/") });

        await talk.PiecesAsync(Talk.Ask());

        server.Requests[0].Path.ShouldBe("/proxy/api/v3/chat/completions");
    }

    [Theory]
    [InlineData("reasoning_content")] // DeepSeek, SGLang, llama-server
    [InlineData("reasoning")] // vLLM, OpenRouter
    public async Task Thoughts_are_told_apart(string name)
    {
        await using var server = new RecordedServer(Reply.Events(Delta($$"""{"{{name}}":"Hm. ","content":null}"""), Delta($$"""{"{{name}}":"Yes."}"""), Delta("""{"content":"42"}"""), End("length")));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(Talk.Ask());

        string.Concat(pieces.Select(piece => piece.Reasoning)).ShouldBe("Hm. Yes.");
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe("42");
        pieces[^1].End.ShouldBe(TextEnd.Length);
    }

    [Fact]
    public async Task A_server_that_does_not_stream_is_understood()
    {
        await using var server = new RecordedServer(Reply.Json("""
            { "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": "All at once." } }], "usage": { "prompt_tokens": 1, "completion_tokens": 4 } }
            """));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(Talk.Ask());

        pieces.Select(piece => piece.Text).ShouldBe(["All at once.", ""]);
        pieces[^1].Usage!.Written.ShouldBe(4);
    }

    [Fact]
    public async Task An_end_that_is_said_in_words_only_is_an_end()
    {
        await using var server = new RecordedServer(Reply.Stream("text/event-stream", [$"data: {Delta("""{"content":"x"}""")}\n\n", $"data: {End("eos")}\n\n"]), Reply.Events(Delta("""{"content":"y"}""")));
        using var talk = Talk.OpenAi(server);

        (await talk.PiecesAsync(Talk.Ask()))[^1].End.ShouldBe(TextEnd.Stop); // no [DONE]
        (await talk.PiecesAsync(Talk.Ask()))[^1].End.ShouldBe(TextEnd.Stop); // no finish_reason
    }

    [Fact]
    public async Task Probabilities_of_tokens_are_read()
    {
        await using var server = new RecordedServer(Reply.Events("""
            {"choices":[{"index":0,"delta":{"content":"On"},"logprobs":{"content":[{"token":"On","logprob":-0.25,"bytes":[79,110],"top_logprobs":[{"token":"On","logprob":-0.25,"bytes":[79,110]},{"token":"In","logprob":-1.5,"bytes":null}]}]},"finish_reason":null}]}
            """.Trim(), End("stop")));
        using var talk = Talk.OpenAi(server);

        var token = (await talk.PiecesAsync(Talk.Ask() with { LogProbabilities = 2 }))[0].Tokens.ShouldHaveSingleItem();

        (token.Text, token.LogProbability).ShouldBe(("On", -0.25));
        token.Bytes.ToArray().ShouldBe("On"u8.ToArray());
        token.Likeliest.Select(each => (each.Text, each.LogProbability)).ShouldBe([("On", -0.25), ("In", -1.5)]);
    }

    [Fact]
    public async Task A_prompt_is_gone_on_with()
    {
        await using var server = new RecordedServer(Reply.Events("""
            {"choices":[{"index":0,"text":" time","logprobs":{"tokens":[" time"],"token_logprobs":[-0.5],"top_logprobs":[{" time":-0.5," day":-2}],"text_offset":[0]},"finish_reason":null}]}
            """.Trim(), """{"choices":[{"index":0,"text":"","finish_reason":"length"}]}"""));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(new TextRequest { Model = "", Prompt = "Once upon a", MaxTokens = 1, LogProbabilities = 2 });

        (pieces[0].Text, pieces[^1].End).ShouldBe((" time", TextEnd.Length));
        pieces[0].Tokens.ShouldHaveSingleItem().Likeliest.Select(each => each.Text).ShouldBe([" time", " day"]);
        server.Requests[0].Path.ShouldBe("/v1/completions");
        Same(server.Requests[0].Body, """{"model":"tale","stream":true,"stream_options":{"include_usage":true},"max_tokens":1,"prompt":"Once upon a","logprobs":2}""");
    }

    internal static string Delta(string delta) => $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"tale","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";

    internal static string End(string reason) => $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"tale","choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""";

    internal static System.Text.Json.JsonElement JsonSchema(string json) => System.Text.Json.JsonElement.Parse(json);

    internal static void Same(string written, string wanted)
        => System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(written), System.Text.Json.Nodes.JsonNode.Parse(wanted)).ShouldBeTrue($"It wrote {written}");
}
