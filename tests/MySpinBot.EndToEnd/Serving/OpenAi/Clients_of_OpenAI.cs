using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace MySpinBot.EndToEnd.Serving.OpenAi;

/// <summary>The official clients against the real server and its worker, with models that echo: what they send, what they read, and what they make of errors.</summary>
public sealed class Clients_of_OpenAI(EchoingServer echoing) : IClassFixture<EchoingServer>
{
    private readonly Served _server = echoing.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_csharp_chats_are_answered_whole_and_as_they_are_written()
    {
        var chat = Client.GetChatClient("echo");

        ChatCompletion whole = await chat.CompleteChatAsync([ChatMessage.CreateSystemMessage("Be short."), ChatMessage.CreateUserMessage("one two three")], new ChatCompletionOptions { IncludeLogProbabilities = true, Temperature = 0.5f, StopSequences = { "###" } }, Cancellation);
        var words = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in chat.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("one two three")], cancellationToken: Cancellation))
        {
            words.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
            usage = update.Usage ?? usage;
        }

        whole.Content.ShouldHaveSingleItem().Text.ShouldBe("one two three");
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        whole.ContentTokenLogProbabilities.Select(token => token.Token).ShouldBe(["one", " two", " three"]);
        (whole.Usage.InputTokenCount, whole.Usage.OutputTokenCount, whole.Usage.TotalTokenCount).ShouldBe((5, 3, 8));
        words.ShouldBe(["one", " two", " three"]);
        usage!.OutputTokenCount.ShouldBe(3);
    }

    [Fact]
    public async Task In_csharp_tools_are_called_and_answers_have_a_shape()
    {
        var chat = Client.GetChatClient("echo");
        var tool = ChatTool.CreateFunctionTool("weather", "Tells it.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));
        List<ChatMessage> messages = [ChatMessage.CreateUserMessage("How is it in Rome?")];

        ChatCompletion called = await chat.CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }, Cancellation);
        messages.Add(ChatMessage.CreateAssistantMessage(called));
        messages.Add(ChatMessage.CreateToolMessage(called.ToolCalls[0].Id, "It rains."));
        ChatCompletion answered = await chat.CompleteChatAsync(messages, cancellationToken: Cancellation);
        ChatCompletion shaped = await chat.CompleteChatAsync(messages, new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString("""{"type":"object"}"""), jsonSchemaIsStrict: true) }, Cancellation);

        called.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        called.ToolCalls.ShouldHaveSingleItem().FunctionName.ShouldBe("weather");
        called.ToolCalls[0].FunctionArguments.ToString().ShouldBe("""{"city":  "Rome"}""");
        answered.Content[0].Text.ShouldBe("It rains.");
        shaped.Content[0].Text.ShouldBe("""{"name":"Ada","age":7}""");
    }

    [Fact]
    public async Task In_csharp_models_are_listed_and_vectors_made()
    {
        var models = await Client.GetOpenAIModelClient().GetModelsAsync(Cancellation);
        var embedded = await Client.GetEmbeddingClient("echo").GenerateEmbeddingsAsync(["one", "two"], cancellationToken: Cancellation);

        models.Value.Select(model => model.Id).ShouldContain("echo");
        embedded.Value.Count.ShouldBe(2);
        embedded.Value[0].ToFloats().ToArray().ShouldBe([0.6f, 0.8f]);
    }

    [Fact]
    public async Task In_csharp_what_is_wrong_is_told()
    {
        var refused = await Should.ThrowAsync<ClientResultException>(() => Client.GetChatClient("nobody").CompleteChatAsync([ChatMessage.CreateUserMessage("x")], cancellationToken: Cancellation));

        refused.Status.ShouldBe(404);
        refused.Message.ShouldContain("model_not_found");
        refused.Message.ShouldContain("There is no model 'nobody'.");
    }

    [Fact]
    public async Task In_javascript_all_that_the_client_can()
    {
        await NpmClients.InstallAsync(_server.Place);

        var ended = await _server.Place.RunProgramAsync("node", NpmClients.PathOf("openai.mjs"), $"http://127.0.0.1:{_server.Port}", "echo", "echo");

        ended.ExitCode.ShouldBe(0, $"{ended.All}\n{_server.Said}");
        var seen = JsonElement.Parse(ended.Output[ended.Output.IndexOf('{')..]);
        Texts(seen, "models").ShouldContain("echo");
        (Text(seen, "model"), Text(seen, "content"), Text(seen, "streamed"), Text(seen, "finish")).ShouldBe(("echo", "one two three", "one two three", "stop"));
        Texts(seen, "words").ShouldBe(["one", " two", " three"]);
        Text(seen, "request")!.ShouldStartWith("req_");
        (seen.GetProperty("tokens").GetInt32(), seen.GetProperty("usage").GetInt32(), seen.GetProperty("total").GetBoolean()).ShouldBe((3, 3, true));
        seen.GetProperty("calls").GetRawText().ShouldBe("""[["weather","string"]]""");
        Text(seen, "callFinish").ShouldBe("tool_calls");
        Texts(seen, "shape").ShouldBe(["name: string", "age: number"]);
        (Text(seen, "completion"), Text(seen, "cut")).ShouldBe(("Once upon a", "length"));
        seen.GetProperty("vectors").GetRawText().ShouldBe("[2,2]");
        seen.GetProperty("length").GetDouble().ShouldBe(1, 1e-6);
        seen.GetProperty("errors").EnumerateArray().Select(error => error.GetRawText()).ShouldBe(
        [
            """["NotFoundError",404,"model_not_found","model","invalid_request_error"]""",
            """["BadRequestError",400,null,"temperature","invalid_request_error"]""",
            """["BadRequestError",400,"unsupported_content","messages[0].content[0]","invalid_request_error"]""",
        ]);
        seen.GetProperty("left").GetBoolean().ShouldBeTrue();
        await Until.TrueAsync(() => Task.FromResult(File.Exists(Path.Join(_server.Signs, "endless ended"))), TimeSpan.FromMinutes(1), () => "What nobody read went on.");
    }

    [Fact]
    public async Task A_worker_that_dies_costs_its_answers_and_no_more()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent("""{"model": "crash", "prompt": "x", "stream": true}""") };
        using var half = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await half.Content.ReadAsStreamAsync(Cancellation));
        (await reader.ReadLineAsync(Cancellation))!.ShouldContain("\"text\":\"half\"");
        _server.Sign("crash");
        var told = await reader.ReadToEndAsync(Cancellation);
        using var after = await _server.Http.PostAsync("/v1/completions", new StringContent("""{"model": "echo", "prompt": "still here"}"""), Cancellation);

        told.ShouldContain("\"code\":\"worker_lost\"");
        told.ShouldNotContain("[DONE]");
        (await after.Content.ReadAsStringAsync(Cancellation)).ShouldContain("\"text\":\"still here\"", customMessage: "It waits until the next worker is there.");
    }

    [Fact]
    public async Task A_reader_that_stands_still_costs_nobody_else()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent("""{"model": "flood", "prompt": "x", "stream": true, "max_tokens": -1}""") };
        using (var flood = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            flood.EnsureSuccessStatusCode();
            for (var i = 0; i < 20; i++)
            {
                ChatCompletion answer = await Client.GetChatClient("echo").CompleteChatAsync([ChatMessage.CreateUserMessage("to be")], cancellationToken: Cancellation);
                answer.Content[0].Text.ShouldBe("to be");
            }

            File.Exists(Path.Join(_server.Signs, "flood ended")).ShouldBeFalse();
        }

        await Until.TrueAsync(() => Task.FromResult(File.Exists(Path.Join(_server.Signs, "flood ended"))), TimeSpan.FromMinutes(1), () => "What nobody read went on.");

        // Each piece has 10,000 characters; what lay unread in pipe, server and sockets was bounded.
        long.Parse(await File.ReadAllTextAsync(Path.Join(_server.Signs, "flood ended"), Cancellation)).ShouldBeLessThan(3_000);
        (await _server.Http.GetStringAsync("/metrics", Cancellation)).ShouldContain("myspinbot_language_requests_total{operation=\"completion\",outcome=\"left\"} 1");
    }

    private OpenAIClient Client => new(new ApiKeyCredential("sk-none"), new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{_server.Port}/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static string? Text(JsonElement seen, string name) => seen.GetProperty(name).GetString();

    private static IEnumerable<string?> Texts(JsonElement seen, string name) => seen.GetProperty(name).EnumerateArray().Select(each => each.GetString());
}

/// <summary>A server with models that echo.</summary>
public sealed class EchoingServer : IAsyncLifetime
{
    internal Served Server { get; } = new("--limits-answers", "4");

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }
}
