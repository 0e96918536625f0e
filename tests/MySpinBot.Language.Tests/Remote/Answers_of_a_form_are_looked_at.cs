using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class Answers_of_a_form_are_looked_at
{
    private static readonly TextFormat Form = TextFormat.Of(JsonSchema("""{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"],"additionalProperties":false}"""));

    [Theory]
    [InlineData("""{\"age\":7}""", "stop", null)]
    [InlineData("""{\"age\":\"seven\"}""", "stop", "did not heed the form that its answer was to have: ")]
    [InlineData("""Sure! {\"age\":7}""", "stop", "it is no JSON")]
    [InlineData("""{\"age\":""", "length", "that the limit of tokens cut off after 7 characters")]
    public async Task By_their_schema(string written, string reason, string? fault)
    {
        await using var server = new RecordedServer(Reply.Events(Delta($$"""{"content":"{{written}}"}"""), End(reason)));
        using var talk = Talk.OpenAi(server);

        if (fault is null)
        {
            (await talk.TextAsync(Talk.Ask() with { Format = Form })).ShouldBe("""{"age":7}""");
        }
        else
        {
            (await talk.FailureAsync(Talk.Ask() with { Format = Form })).Message.ShouldContain(fault);
        }
    }

    [Fact]
    public async Task Or_as_any_object()
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"content":"[1]"}"""), End("stop")));
        using var talk = Talk.OpenAi(server);

        (await talk.FailureAsync(Talk.Ask() with { Format = TextFormat.Json })).Message.ShouldContain("it is JSON and no object.");
    }

    [Fact]
    public async Task But_a_call_is_no_answer()
    {
        await using var server = new RecordedServer(Reply.Events(Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"clock","arguments":"{}"}}]}"""), End("tool_calls")));
        using var talk = Talk.OpenAi(server);

        (await talk.PiecesAsync(Talk.Ask() with { Format = Form, Tools = [new("clock", null, null)] }))[^1].End.ShouldBe(TextEnd.ToolCalls);
    }
}
