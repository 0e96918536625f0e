using System.Net;
using System.Text.Json;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Texts_are_gone_on_with
{
    private const string Completions = "/v1/completions";

    [Fact]
    public async Task In_OpenAIs_form()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (status, json, _) = await server.PostAsync(Completions, """{"model": "echo", "prompt": "to be or", "max_tokens": 2, "logprobs": 2, "echo": false}""");

        status.ShouldBe(HttpStatusCode.OK);
        json.GetProperty("object").GetString().ShouldBe("text_completion");
        json.GetProperty("id").GetString()!.ShouldStartWith("cmpl-");
        json.GetProperty("choices").GetRawText().ShouldBe(
            """[{"text":"to be","index":0,"logprobs":{"tokens":["to"," be"],"token_logprobs":[-0.25,-0.25],"top_logprobs":[{"to":-0.25,"~1":-2},{" be":-0.25,"~1":-2}],"text_offset":[0,2]},"finish_reason":"length"}]""");
    }

    [Fact]
    public async Task Of_several_prompts_each_with_several_answers()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync(Completions, """{"model": "echo", "prompt": ["a b", "c"], "n": 2, "echo": true}""");

        json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()).ShouldBe(["a ba b", "a ba b", "cc", "cc"]);
        json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(14);
        server.Models.Asked.ShouldAllBe(asked => asked.MaxTokens == 16);
    }

    [Theory]
    [InlineData("[5, 6]", "5 6")]
    [InlineData("[[7]]", "7")]
    public async Task Of_tokens(string prompt, string text)
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync(Completions, $$"""{"model": "echo", "prompt": {{prompt}}}""");

        json.GetProperty("choices")[0].GetProperty("text").GetString().ShouldBe(text);
        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        asked!.Prompt.ShouldBeNull();
        asked.PromptTokens!.ShouldBe(text.Split(' ').Select(int.Parse));
    }

    [Fact]
    public async Task As_events()
    {
        await using var server = await AnsweringServer.StartAsync();

        var events = await server.EventsAsync(Completions, """{"model": "echo", "prompt": "to be", "stream": true, "echo": true}""");

        events[^1].ShouldBe("[DONE]");
        events[..^1].Select(one => JsonElement.Parse(one).GetProperty("choices")[0]).Select(choice => (choice.GetProperty("text").GetString(), choice.GetProperty("finish_reason").GetString()))
            .ShouldBe([("to beto", null), (" be", null), ("", "stop")]);
    }

    [Theory]
    [InlineData("""{"model": "echo"}""", "prompt")]
    [InlineData("""{"model": "echo", "prompt": []}""", "prompt")]
    [InlineData("""{"model": "echo", "prompt": [1.5]}""", "prompt[0]")]
    [InlineData("""{"model": "echo", "prompt": [1, "x"]}""", "prompt[1]")]
    [InlineData("""{"model": "echo", "prompt": [[]]}""", "prompt[0]")]
    [InlineData("""{"model": "echo", "prompt": "x", "suffix": "y"}""", "suffix")]
    [InlineData("""{"model": "echo", "prompt": "x", "best_of": 3}""", "best_of")]
    [InlineData("""{"model": "echo", "prompt": "x", "echo": true, "logprobs": 1}""", "echo")]
    [InlineData("""{"model": "echo", "prompt": ["a","b","c","d","e"], "n": 16}""", "n")]
    public async Task What_is_not_taken_is_named(string body, string param)
    {
        await using var server = await AnsweringServer.StartAsync();

        var (status, json, _) = await server.PostAsync(Completions, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        json.GetProperty("error").GetProperty("param").GetString().ShouldBe(param);
    }
}
