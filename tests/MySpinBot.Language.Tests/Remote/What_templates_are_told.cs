using MySpinBot.Language.Tests.Remote.Recorded;
using MySpinBot.Sdk;
using static MySpinBot.Language.Tests.Remote.Answers_of_servers_like_OpenAIs;

namespace MySpinBot.Language.Tests.Remote;

public sealed class What_templates_are_told
{
    private static readonly TextRequest Thinking = new()
    {
        Model = "",
        Messages = [new("user", "2+2?"), new("assistant", "4") { Reasoning = "Two and two." }, new("user", "3+3?")],
        TemplateVariables = JsonSchema("""{"enable_thinking":false}"""),
    };

    [Fact]
    public async Task Goes_to_servers_like_OpenAIs_as_it_is()
    {
        await using var server = new RecordedServer(Reply.Events(End("stop")));
        using var talk = Talk.OpenAi(server);

        await talk.PiecesAsync(Thinking);

        Same(server.Requests[0].Body, """
            {"model":"tale","stream":true,"stream_options":{"include_usage":true},"chat_template_kwargs":{"enable_thinking":false},
             "messages":[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4","reasoning_content":"Two and two."},{"role":"user","content":"3+3?"}]}
            """);
    }

    [Fact]
    public async Task Goes_to_Ollama_as_far_as_it_has_words_for_it()
    {
        await using var server = new RecordedServer(Reply.Lines("""{"message":{"role":"assistant","content":"6"},"done":true}"""));
        using var talk = Talk.Ollama(server);

        await talk.PiecesAsync(Thinking);
        var refusal = await talk.FailureAsync(Thinking with { TemplateVariables = JsonSchema("""{"date":"today"}""") });

        (server.Requests[0].Json.GetProperty("think").GetBoolean(), server.Requests[0].Json.GetProperty("messages")[1].GetProperty("thinking").GetString()).ShouldBe((false, "Two and two."));
        (refusal.Input, server.Requests.Count).ShouldBe(("TemplateVariables", 1));
    }

    [Fact]
    public async Task A_prompt_of_tokens_goes_to_those_who_take_it()
    {
        await using var openAi = new RecordedServer(Reply.Events("""{"choices":[{"index":0,"text":"x","finish_reason":"length"}]}"""));
        await using var ollama = new RecordedServer(Reply.Lines("""{"response":"x","done":true}"""));
        using var first = Talk.OpenAi(openAi);
        using var second = Talk.Ollama(ollama);
        var request = new TextRequest { Model = "", PromptTokens = [1, 2, 3] };

        (await first.TextAsync(request)).ShouldBe("x");
        openAi.Requests[0].Json.GetProperty("prompt").GetRawText().ShouldBe("[1,2,3]");
        (await second.FailureAsync(request)).Input.ShouldBe("PromptTokens");
    }
}
