using System.Net;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class Chats_are_answered
{
    private const string Chat = "/v1/chat/completions";

    [Fact]
    public async Task Whole_in_OpenAIs_form()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (status, json, headers) = await server.PostAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": "to be or not"}]}""");

        status.ShouldBe(HttpStatusCode.OK);
        json.GetProperty("id").GetString()!.ShouldStartWith("chatcmpl-");
        json.GetProperty("created").GetInt64().ShouldBeGreaterThan(1_700_000_000);
        headers.GetValues("x-request-id").ShouldHaveSingleItem().ShouldStartWith("req_");
        Without(json, "id", "created", "system_fingerprint").ShouldBe(
            """
            {"object":"chat.completion","model":"echo","choices":[{"index":0,"message":{"role":"assistant","content":"to be or not","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":4,"total_tokens":11,"prompt_tokens_details":{"cached_tokens":3}}}
            """);
    }

    [Fact]
    public async Task As_events_while_they_are_written()
    {
        await using var server = await AnsweringServer.StartAsync();

        var events = await server.EventsAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": "to be"}], "stream": true, "stream_options": {"include_usage": true}}""");

        events[^1].ShouldBe("[DONE]");
        events[..^1].Select(one => JsonElement.Parse(one).GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        events[..^1].Select(one => Without(JsonElement.Parse(one), "id", "created", "system_fingerprint", "object", "model")).ShouldBe(
        [
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"choices":[{"index":0,"delta":{"content":"to"},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"choices":[{"index":0,"delta":{"content":" be"},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""",
            """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":3}}}""",
        ]);
    }

    [Fact]
    public async Task Each_event_goes_out_when_it_is_there()
    {
        await using var server = await AnsweringServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent("""{"model": "slow", "messages": [{"role": "user", "content": "one two three"}], "stream": true}""") };

        var asking = server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        server.Models.Words.Release();
        using var answer = await asking;
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        (await NextAsync(reader)).ShouldContain("\"role\":\"assistant\"");
        (await NextAsync(reader)).ShouldContain("\"content\":\"one\"");
        server.Models.Words.Release();
        (await NextAsync(reader)).ShouldContain("\"content\":\" two\"");
        server.Models.Words.Release(2);
        (await NextAsync(reader)).ShouldContain("\"content\":\" three\"");
        (await NextAsync(reader)).ShouldContain("\"finish_reason\":\"stop\"");
        (await NextAsync(reader)).ShouldBe("data: [DONE]");
    }

    [Fact]
    public async Task With_what_was_thought_before()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync(Chat, """{"model": "thinker", "messages": [{"role": "user", "content": "well"}]}""");
        var events = await server.EventsAsync(Chat, """{"model": "thinker", "messages": [{"role": "user", "content": "well"}], "stream": true}""");

        var message = json.GetProperty("choices")[0].GetProperty("message");
        message.GetProperty("reasoning_content").GetString().ShouldBe("Hmm.");
        message.GetProperty("content").GetString().ShouldBe("well");
        Deltas(events).Where(delta => delta.TryGetProperty("reasoning_content", out _)).Select(delta => delta.GetProperty("reasoning_content").GetString()).ShouldBe(["Hm", "m."]);
    }

    [Fact]
    public async Task With_calls_of_tools()
    {
        await using var server = await AnsweringServer.StartAsync();
        const string tools = """ "tools": [{"type": "function", "function": {"name": "weather", "description": "Tells it.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}, {"type": "function", "function": {"name": "time"}}] """;

        var (_, json, _) = await server.PostAsync(Chat, $$$"""{"model": "caller", "messages": [{"role": "user", "content": "how is it?"}], {{{tools}}}, "tool_choice": {"type": "function", "function": {"name": "weather"}}, "parallel_tool_calls": false}""");
        var events = await server.EventsAsync(Chat, $$"""{"model": "caller", "messages": [{"role": "user", "content": "how is it?"}], {{tools}}, "stream": true}""");

        var choice = json.GetProperty("choices")[0];
        choice.GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
        choice.GetProperty("message").GetRawText().ShouldBe(
            """{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"weather","arguments":"{\"city\":\"town 0\"}"}},{"id":"call_1","type":"function","function":{"name":"time","arguments":"{\"city\":\"town 1\"}"}}]}""");
        Deltas(events).Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls").GetRawText()).Take(3).ShouldBe(
        [
            """[{"index":0,"id":"call_0","type":"function","function":{"name":"weather","arguments":""}}]""",
            """[{"index":0,"function":{"arguments":"{\"city\":"}}]""",
            """[{"index":0,"function":{"arguments":"\"town 0\"}"}}]""",
        ]);
        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        asked!.ToolChoice.ShouldBe(new ToolChoice(ToolChoiceKind.Named, "weather"));
        asked.ParallelToolCalls.ShouldBeFalse();
        asked.Tools.Select(tool => (tool.Name, tool.Description, tool.Parameters?.GetProperty("type").GetString())).ShouldBe([("weather", "Tells it.", "object"), ("time", null, null)]);
    }

    [Fact]
    public async Task With_how_likely_its_tokens_were()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": "é"}], "logprobs": true, "top_logprobs": 3}""");

        json.GetProperty("choices")[0].GetProperty("logprobs").GetRawText().ShouldBe(
            """{"content":[{"token":"é","logprob":-0.25,"bytes":[195,169],"top_logprobs":[{"token":"é","logprob":-0.25,"bytes":[195,169]},{"token":"~1","logprob":-2,"bytes":[126,49]},{"token":"~2","logprob":-9999,"bytes":[126,50]}]}],"refusal":null}""");
    }

    [Fact]
    public async Task Several_times_with_a_seed_each_and_one_prompt()
    {
        await using var server = await AnsweringServer.StartAsync();

        var (_, json, _) = await server.PostAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": "to be"}], "n": 3, "seed": 41}""");
        var events = await server.EventsAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": "to be"}], "n": 2, "stream": true}""");

        json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString()).ShouldBe(["to be", "to be", "to be"]);
        json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(7);
        json.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(6);
        server.Models.Asked.Take(3).Select(asked => asked.Sampling.Seed).Order().ShouldBe([41L, 42L, 43L]);
        events.Count(one => one.Contains("\"index\":1", StringComparison.Ordinal)).ShouldBe(4);
        events.Count(one => one.Contains("\"finish_reason\":\"stop\"", StringComparison.Ordinal)).ShouldBe(2);
    }

    private static IEnumerable<JsonElement> Deltas(List<string> events) => events[..^1].Select(one => JsonElement.Parse(one).GetProperty("choices")[0].GetProperty("delta"));

    private static async Task<string> NextAsync(StreamReader reader)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            if (line is null or { Length: > 0 })
            {
                return line ?? "";
            }
        }
    }

    private static string Without(JsonElement json, params string[] names)
        => $"{{{string.Join(',', json.EnumerateObject().Where(field => !names.Contains(field.Name)).Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}"))}}}";
}
