using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using System.Text.Json;
using MySpinBot.Inference.Tests;
using OpenAI;
using OpenAI.Chat;

namespace MySpinBot.EndToEnd.Serving.OpenAi;

/// <summary>The product as it is shipped, with a small model that tells stories: what others' clients get of it.</summary>
public sealed class A_model_out_of_a_file_is_served(StoryServer stories) : IClassFixture<StoryServer>, IAsyncLifetime
{
    private const string Model = "stories260K-f32";

    private Served _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await stories.StartedAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Its_story_is_the_golden_one()
    {
        var golden = JsonElement.Parse(await File.ReadAllBytesAsync(RealModels.File("golden/golden_stories260K_greedy.json"), Cancellation));

        var json = await PostAsync("/v1/completions", $$"""{"model": "{{Model}}", "prompt": [1], "temperature": 0, "max_tokens": {{golden.GetProperty("token_ids").GetArrayLength() - 1}}, "repeatable": true}""");

        json.GetProperty("choices")[0].GetProperty("text").GetString()!.TrimStart().ShouldBe(golden.GetProperty("text").GetString()!.TrimStart());
        json.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        json.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(golden.GetProperty("token_ids").GetArrayLength() - 1);
    }

    [Fact]
    public async Task It_chats_with_the_client_for_csharp()
    {
        var chat = Client.GetChatClient(Model);
        List<ChatMessage> messages = [ChatMessage.CreateUserMessage("Once upon a time")];

        ChatCompletion whole = await chat.CompleteChatAsync(messages, new ChatCompletionOptions { MaxOutputTokenCount = 24, Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 3 }, Cancellation);
        var streamed = new StringBuilder();
        await foreach (var update in chat.CompleteChatStreamingAsync(messages, new ChatCompletionOptions { MaxOutputTokenCount = 24, Temperature = 0 }, Cancellation))
        {
            streamed.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
        }

        whole.Content[0].Text.ShouldNotBeNullOrWhiteSpace();
        whole.Usage.OutputTokenCount.ShouldBeInRange(1, 24);
        whole.ContentTokenLogProbabilities.Count.ShouldBeInRange(1, 24);
        whole.ContentTokenLogProbabilities.ShouldAllBe(token => token.LogProbability <= 0 && token.TopLogProbabilities.Count == 3 && token.TopLogProbabilities[0].LogProbability >= token.TopLogProbabilities[2].LogProbability);
        streamed.ToString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Its_answers_have_the_shape_that_was_asked_for_unless_they_are_cut()
    {
        const string schema = """{"type": "json_schema", "json_schema": {"name": "person", "strict": true, "schema": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer", "minimum": 0, "maximum": 9}}, "required": ["name", "age"], "additionalProperties": false}}}""";

        var whole = await PostAsync("/v1/chat/completions", $$"""{"model": "{{Model}}", "messages": [{"role": "user", "content": "Lily"}], "seed": 3, "response_format": {{schema}}}""");
        var cut = await PostAsync("/v1/chat/completions", $$"""{"model": "{{Model}}", "messages": [{"role": "user", "content": "Lily"}], "seed": 3, "max_tokens": 3, "response_format": {{schema}}}""");

        var person = JsonElement.Parse(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        person.GetProperty("name").GetString()!.Length.ShouldBeLessThanOrEqualTo(12);
        person.GetProperty("age").GetInt32().ShouldBeInRange(0, 9);
        whole.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        cut.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
    }

    [Fact]
    public async Task Whoever_asks_again_has_his_prompt_reused_and_many_ask_at_once()
    {
        const string body = """{"model": "stories260K-f32", "prompt": "Once upon a time, there was a little girl named Lily. She loved to play outside in the park.", "temperature": 0, "max_tokens": 8}""";
        await PostAsync("/v1/completions", body);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("/v1/completions", body)));

        answers.ShouldAllBe(answer => answer.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32() > 0);
        answers.ShouldAllBe(answer => answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32() == 8);

        // What lies where is told once a second.
        await Until.TrueAsync(async () => await ResidentsAsync() > 0, TimeSpan.FromMinutes(1), () => "Nothing is on the shelf.");
        (await ResidentsAsync()).ShouldBe(1, "All share one resident.");
    }

    [Theory]
    [InlineData("""{"model": "nobody", "prompt": "x"}""", 404, "model_not_found")]
    [InlineData("""{"model": "stories260K-f32", "prompt": [1, 99999]}""", 400, null)]
    [InlineData("""{"model": "stories260K-f32", "prompt": "x", "grammar": "root ::= ("}""", 400, null)]
    public async Task What_does_not_fit_it_is_told(string body, int status, string? code)
    {
        using var answer = await _server.Http.PostAsync("/v1/completions", new StringContent(body), Cancellation);

        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).GetProperty("error");
        ((int)answer.StatusCode).ShouldBe(status, error.GetRawText());
        error.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_told_as_clients_expect_it()
    {
        var refused = await Should.ThrowAsync<ClientResultException>(() => Client.GetChatClient(Model).CompleteChatAsync([ChatMessage.CreateUserMessage(new string('a', 60_000))], cancellationToken: Cancellation));

        refused.Status.ShouldBe((int)HttpStatusCode.BadRequest);
        refused.Message.ShouldContain("context_length_exceeded");
    }

    private OpenAIClient Client => new(new ApiKeyCredential("sk-none"), new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{_server.Port}/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private async Task<int> ResidentsAsync()
        => (await _server.GetAsync("/api/v1/memory")).GetProperty("devices").EnumerateArray().SelectMany(device => device.GetProperty("held").EnumerateArray()).Count(held => held.GetProperty("kind").GetString() == "resident");

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        using var answer = await _server.Http.PostAsync(path, new StringContent(body), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{text}\n{_server.Said}");
        return JsonElement.Parse(text);
    }
}

/// <summary>A server with the plugins that are shipped and a model that tells stories.</summary>
public sealed class StoryServer : IDisposable
{
    private Served? _server;

    public void Dispose() => _server?.Dispose();

    /// <summary>The server, which the first test starts: where there is no model, each test is skipped.</summary>
    internal async Task<Served> StartedAsync()
    {
        if (_server is null)
        {
            _server = new Served { Models = Path.GetDirectoryName(Path.GetDirectoryName(RealModels.File("llm/stories260K-f32.gguf"))) };
            await _server.StartAsync();
        }

        return _server;
    }
}
