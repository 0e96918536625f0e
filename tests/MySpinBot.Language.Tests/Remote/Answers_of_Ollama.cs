using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Answers_of_Ollama
{
    private const string Done = """{"model":"tale","created_at":"2025-11-02T10:00:02.5Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":5191566416,"load_duration":2154458,"prompt_eval_count":26,"prompt_eval_duration":383809000,"eval_count":298,"eval_duration":4799921000}""";

    private static readonly ToolDeclaration Weather = new("weather", "Tells the weather.", JsonSchema("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));
    private static readonly ToolDeclaration Clock = new("clock", null, null);

    [Fact]
    public async Task Come_in_lines_and_end_with_what_they_took()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"","thinking":"Hm."}"""), Message("""{"role":"assistant","content":"Once "}"""), Message("""{"role":"assistant","content":"upön"}"""), Done));
        using var talk = Talk.Ollama(server);

        var pieces = await talk.PiecesAsync(Talk.Ask());

        pieces.Select(piece => (piece.Reasoning, piece.Text)).ShouldBe([("Hm.", ""), ("", "Once "), ("", "upön"), ("", "")]);
        pieces[^1].End.ShouldBe(TextEnd.Stop);
        (pieces[^1].Usage!.Prompt, pieces[^1].Usage!.Written).ShouldBe((26, 298));
    }

    [Fact]
    public async Task Everything_that_was_said_is_sent_by_its_names()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"{}"}"""), Done));
        using var talk = Talk.Ollama(server, target => target with { Key = "sesame-123" });

        await talk.PiecesAsync(new TextRequest
        {
            Model = "",
            Messages = [new("system", "Be brief."), new("user", "Oslo?"), new("assistant", null) { ToolCalls = [new ToolCall("a1", "weather", """{"city":"Oslo"}""")] }, new("tool", "rain") { ToolCallId = "a1" }],
            Tools = [Weather],
            MaxTokens = 9,
            Stop = ["END"],
            LogProbabilities = 2,
            Format = TextFormat.Json,
            Sampling = new TextSampling
            {
                Temperature = 0.7, TopP = 0.9, TopK = 40, MinP = 0.05, TypicalP = 0.8, Seed = 7, RepetitionPenalty = 1.1, PenaltyWindow = 32, FrequencyPenalty = 0.5, PresencePenalty = -0.5, Mirostat = new Mirostat(2, 4, 0.2),
            },
        });

        var asked = server.Requests[0];
        (asked.Method, asked.Path, asked.Headers["Authorization"]).ShouldBe(("POST", "/api/chat", "Bearer sesame-123"));
        Same(asked.Body, """
            {"model":"tale","stream":true,"truncate":false,"shift":false,"format":"json","logprobs":true,"top_logprobs":2,
             "options":{"num_predict":9,"seed":7,"temperature":0.7,"top_k":40,"top_p":0.9,"min_p":0.05,"typical_p":0.8,"repeat_penalty":1.1,"repeat_last_n":32,"presence_penalty":-0.5,"frequency_penalty":0.5,
               "mirostat":2,"mirostat_tau":4,"mirostat_eta":0.2,"stop":["END"]},
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Oslo?"},
               {"role":"assistant","content":"","tool_calls":[{"id":"a1","function":{"name":"weather","arguments":{"city":"Oslo"}}}]},
               {"role":"tool","content":"rain","tool_call_id":"a1","tool_name":"weather"}],
             "tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
            """);
    }

    [Fact]
    public async Task What_was_not_said_is_left_to_the_model()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"[]"}"""), Done));
        using var talk = Talk.Ollama(server);

        await talk.PiecesAsync(Talk.Ask("Hi") with { Format = TextFormat.Of(JsonSchema("""{"type":"array"}""")) });

        Same(server.Requests[0].Body, """{"model":"tale","stream":true,"truncate":false,"shift":false,"format":{"type":"array"},"options":{},"messages":[{"role":"user","content":"Hi"}]}""");
    }

    [Fact]
    public async Task A_prompt_is_gone_on_with_as_it_is()
    {
        await using var server = new RecordedServer(Reply.Lines("""{"model":"tale","response":" time","done":false,"logprobs":[{"token":" time","logprob":-0.5,"top_logprobs":[{"token":" time","logprob":-0.5}]}]}""", """{"model":"tale","response":"","done":true,"done_reason":"length","prompt_eval_count":3,"eval_count":1}"""));
        using var talk = Talk.Ollama(server);

        var pieces = await talk.PiecesAsync(new TextRequest { Model = "", Prompt = "Once upon a", MaxTokens = 1, LogProbabilities = 1 });

        (pieces[0].Text, pieces[0].Tokens[0].LogProbability, pieces[^1].End).ShouldBe((" time", -0.5, TextEnd.Length));
        server.Requests[0].Path.ShouldBe("/api/generate");
        (server.Requests[0].Json.GetProperty("raw").GetBoolean(), server.Requests[0].Json.GetProperty("prompt").GetString()).ShouldBe((true, "Once upon a"));
    }

    [Fact]
    public async Task Calls_come_whole()
    {
        await using var server = new RecordedServer(Reply.Lines(
            Message("""{"role":"assistant","content":"","tool_calls":[{"function":{"index":0,"name":"weather","arguments":{"city":"Oslo"}}},{"id":"b","function":{"name":"clock","arguments":{}}}]}"""), Done));
        using var talk = Talk.Ollama(server);

        var pieces = await talk.PiecesAsync(Talk.Ask() with { Tools = [Weather, Clock] });
        var calls = pieces[0].ToolCalls;

        calls.Select(call => (call.Index, call.Name, call.Arguments)).ShouldBe([(0, "weather", """{"city":"Oslo"}"""), (1, "clock", "{}")]);
        (calls[0].Id!.Length > 0, calls[1].Id).ShouldBe((true, "b"));
        pieces[^1].End.ShouldBe(TextEnd.ToolCalls);
    }

    [Fact]
    public async Task Calls_can_be_forced_though_it_has_no_word_for_it()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"{\"name\":\"clock\","}"""), Message("""{"role":"assistant","content":"\"arguments\":{}}"}"""), Done));
        using var talk = Talk.Ollama(server);

        var pieces = await talk.PiecesAsync(Talk.Ask() with { Tools = [Weather, Clock], ToolChoice = new ToolChoice(ToolChoiceKind.Named, "clock") });
        await talk.PiecesAsync(Talk.Ask() with { Tools = [Weather, Clock], ToolChoice = ToolChoice.Required });

        var call = pieces.SelectMany(piece => piece.ToolCalls).ShouldHaveSingleItem();
        (call.Name, call.Arguments, string.Concat(pieces.Select(piece => piece.Text)), pieces[^1].End).ShouldBe(("clock", "{}", "", TextEnd.ToolCalls));
        Same(server.Requests[0].Json.GetProperty("format").GetRawText(), """{"type":"object","properties":{"name":{"type":"string","enum":["clock"]},"arguments":{"type":"object","properties":{}}},"required":["name","arguments"]}""");
        server.Requests[1].Json.GetProperty("format").GetProperty("anyOf").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_forced_call_that_was_cut_is_a_failure()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"{\"name\":\"clo"}"""), Done.Replace("\"stop\"", "\"length\"", StringComparison.Ordinal)));
        using var talk = Talk.Ollama(server);

        (await talk.FailureAsync(Talk.Ask() with { Tools = [Clock], ToolChoice = ToolChoice.Required })).Message.ShouldContain("answered something that is no call; allow it more tokens");
    }

    [Fact]
    public async Task What_it_cannot_do_is_refused_before_it_is_asked()
    {
        await using var server = new RecordedServer(Reply.Lines(Done));
        using var talk = Talk.Ollama(server);

        (await talk.FailureAsync(Talk.Ask() with { Sampling = new TextSampling { Dry = new DryPenalty(1) } })).Message.ShouldBe("Ollama knows no DRY penalty; leave it out.");
        (await talk.FailureAsync(Talk.Ask() with { Sampling = new TextSampling { LogitBias = new Dictionary<int, double> { [1] = 1 } } })).Input.ShouldBe("Sampling");
        (await talk.FailureAsync(Talk.Ask() with { Format = new TextFormat(TextFormatKind.Grammar, Grammar: "root ::= \"a\"") })).Input.ShouldBe("Format");
        (await talk.FailureAsync(Talk.Ask() with { Messages = [new("assistant", null) { ToolCalls = [new("a", "b", "no")] }] })).Message.ShouldBe("The arguments of the call 'b' in an assistant's message are no JSON object.");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"error":"an error was encountered while running the model: CUDA error"}""", "broke off: an error was encountered while running the model: CUDA error.")]
    [InlineData("<html>", "sent what is not JSON")]
    public async Task Errors_in_the_middle_say_why(string line, string sentence)
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"Once"}"""), line));
        using var talk = Talk.Ollama(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain(sentence);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_an_end_are_no_answers()
    {
        await using var server = new RecordedServer(Reply.Lines(Message("""{"role":"assistant","content":"Once"}""")));
        using var talk = Talk.Ollama(server);

        (await talk.FailureAsync(Talk.Ask())).Message.ShouldContain("broke off: its answer stopped without an end");
    }

    [Fact]
    public async Task Are_asked_for_again_while_it_is_busy()
    {
        await using var server = new RecordedServer(Reply.Json("""{"error":"server busy, please try again.  maximum pending requests exceeded"}""", 503), Reply.Lines(Message("""{"role":"assistant","content":"here"}"""), Done));
        using var talk = Talk.Ollama(server);

        (await talk.TextAsync(Talk.Ask())).ShouldBe("here");
    }

    private static string Message(string message) => $$"""{"model":"tale","created_at":"2025-11-02T10:00:00Z","message":{{message}},"done":false}""";
}
