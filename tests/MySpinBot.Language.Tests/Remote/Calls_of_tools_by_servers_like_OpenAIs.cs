using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Calls_of_tools_by_servers_like_OpenAIs
{
    private static readonly ToolDeclaration Weather = new("weather", "Tells the weather.", JsonSchema("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));
    private static readonly ToolDeclaration Clock = new("clock", null, null);

    [Fact]
    public async Task Are_streamed_as_they_are_written()
    {
        await using var server = new RecordedServer(Reply.Events(
            Delta("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a1","type":"function","function":{"name":"weather","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}"""),
            Delta("""{"tool_calls":[{"index":1,"id":"a2","type":"function","function":{"name":"clock","arguments":"{}"}}]}"""),
            End("tool_calls")));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(Talk.Ask() with { Tools = [Weather, Clock] });

        pieces[^1].End.ShouldBe(TextEnd.ToolCalls);
        pieces.SelectMany(piece => piece.ToolCalls).Select(call => (call.Index, call.Id, call.Name, call.Arguments)).ShouldBe(
            [(0, "a1", "weather", ""), (0, null, null, "{\"city\":"), (0, null, null, "\"Oslo\"}"), (1, "a2", "clock", "{}")]);
    }

    [Theory]
    [InlineData("""{"tool_calls":[{"id":"a1","function":{"name":"weather","arguments":"{\"city\":"}}]}""", """{"tool_calls":[{"id":"a1","function":{"name":"weather","arguments":"1}"}}]}""", "stop")] // the name again, and no place
    [InlineData("""{"tool_calls":[{"index":3,"id":"a1","function":{"name":"weather","arguments":null}}]}""", """{"tool_calls":[{"index":3,"function":{"arguments":"{\"city\":1}"}}]}""", "tool_calls")] // places that begin anywhere
    [InlineData("""{"tool_calls":[{"index":0,"id":"a1","function":{"name":"weather","arguments":{"city":1}}}]}""", """{"content":""}""", "function_call")] // an object where a text should be
    public async Task Are_understood_however_they_are_sent(string first, string second, string reason)
    {
        await using var server = new RecordedServer(Reply.Events(Delta(first), Delta(second), End(reason)));
        using var talk = Talk.OpenAi(server);

        var pieces = await talk.PiecesAsync(Talk.Ask() with { Tools = [Weather] });
        var calls = pieces.SelectMany(piece => piece.ToolCalls).ToList();

        calls.ShouldAllBe(call => call.Index == 0);
        (calls[0].Id, calls[0].Name).ShouldBe(("a1", "weather"));
        string.Concat(calls.Select(call => call.Arguments)).ShouldBe("{\"city\":1}");
        pieces[^1].End.ShouldBe(TextEnd.ToolCalls);
    }

    [Fact]
    public async Task Without_an_id_get_one_that_no_other_has()
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"tool_calls":[{"index":0,"function":{"name":"clock","arguments":"{}"}}]}"""), End("tool_calls")));
        using var talk = Talk.OpenAi(server);

        var first = (await talk.PiecesAsync(Talk.Ask() with { Tools = [Clock] }))[0].ToolCalls[0].Id;
        var second = (await talk.PiecesAsync(Talk.Ask() with { Tools = [Clock] }))[0].ToolCalls[0].Id;

        first.ShouldNotBeNullOrEmpty();
        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task With_arguments_that_are_no_object_are_a_failure()
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"clock","arguments":"{\"h\":"}}]}"""), End("tool_calls")));
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask() with { Tools = [Clock] })).Message.ShouldContain("called 'clock' with arguments that are no JSON object");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Are_asked_for_and_answered_in_the_words_of_the_protocol()
    {
        await using var server = new RecordedServer(Reply.Events(End("stop")));
        using var talk = Talk.OpenAi(server);
        TextRequest request = new()
        {
            Model = "",
            Messages =
            [
                new("system", "Be brief."),
                new("user", "Oslo?"),
                new("assistant", null) { ToolCalls = [new ToolCall("a1", "weather", """{ "city":"Oslo" }""")] },
                new("tool", "rain") { ToolCallId = "a1" },
            ],
            Tools = [Weather, Clock],
            ToolChoice = new ToolChoice(ToolChoiceKind.Named, "clock"),
            ParallelToolCalls = false,
        };

        await talk.PiecesAsync(request);
        await talk.PiecesAsync(request with { ToolChoice = ToolChoice.Required, ParallelToolCalls = true });
        await talk.PiecesAsync(request with { ToolChoice = ToolChoice.None });

        Same(server.Requests[0].Body, """
            {"model":"tale","stream":true,"stream_options":{"include_usage":true},
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Oslo?"},
               {"role":"assistant","content":null,"tool_calls":[{"id":"a1","type":"function","function":{"name":"weather","arguments":"{ \"city\":\"Oslo\" }"}}]},
               {"role":"tool","tool_call_id":"a1","content":"rain"}],
             "tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}},
               {"type":"function","function":{"name":"clock","parameters":{"type":"object","properties":{}}}}],
             "parallel_tool_calls":false,"tool_choice":{"type":"function","function":{"name":"clock"}}}
            """);
        server.Requests[1].Json.GetProperty("tool_choice").GetString().ShouldBe("required");
        server.Requests[1].Json.TryGetProperty("parallel_tool_calls", out _).ShouldBeFalse();
        server.Requests[2].Json.TryGetProperty("tools", out _).ShouldBeFalse();
    }
}
