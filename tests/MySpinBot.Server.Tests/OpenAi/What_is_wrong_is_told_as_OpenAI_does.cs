using System.Net;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class What_is_wrong_is_told_as_OpenAI_does
{
    private const string Chat = "/v1/chat/completions";
    private const string User = """ "model": "echo", "messages": [{"role": "user", "content": "x"}] """;

    [Theory]
    [InlineData("""{"messages": []}""", "model")]
    [InlineData("""{"model": "echo"}""", "messages")]
    [InlineData("""{"model": "echo", "messages": []}""", "messages")]
    [InlineData("""{"model": "echo", "messages": "hello"}""", "messages")]
    [InlineData("""{"model": "echo", "messages": [7]}""", "messages[0]")]
    [InlineData("""{"model": "echo", "messages": [{"content": "x"}]}""", "messages[0].role")]
    [InlineData("""{"model": "echo", "messages": [{"role": "wizard", "content": "x"}]}""", "messages[0].role")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": "x"}, {"role": "user"}]}""", "messages[1].content")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": 5}]}""", "messages[0].content")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": [{"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": "data:"}}]}]}""", "messages[0].content[1]")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": [{"type": "dance"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model": "echo", "messages": [{"role": "tool", "content": "x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"model": "echo", "messages": [{"role": "assistant"}]}""", "messages[0].content")]
    [InlineData($$$$"""{ {{{{User}}}}, "temperature": 5.1}""", "temperature")]
    [InlineData($$$$"""{ {{{{User}}}}, "temperature": "warm"}""", "temperature")]
    [InlineData($$$$"""{ {{{{User}}}}, "top_p": 1.1}""", "top_p")]
    [InlineData($$$$"""{ {{{{User}}}}, "top_k": -2}""", "top_k")]
    [InlineData($$$$"""{ {{{{User}}}}, "frequency_penalty": 3}""", "frequency_penalty")]
    [InlineData($$$$"""{ {{{{User}}}}, "n": 17}""", "n")]
    [InlineData($$$$"""{ {{{{User}}}}, "n": 1.5}""", "n")]
    [InlineData($$$$"""{ {{{{User}}}}, "max_tokens": 0}""", "max_tokens")]
    [InlineData($$$$"""{ {{{{User}}}}, "stop": ["", "x"]}""", "stop[0]")]
    [InlineData($$$$"""{ {{{{User}}}}, "stop": 5}""", "stop")]
    [InlineData($$$$"""{ {{{{User}}}}, "stream": "yes"}""", "stream")]
    [InlineData($$$$"""{ {{{{User}}}}, "stream_options": {"include_usage": true}}""", "stream_options")]
    [InlineData($$$$"""{ {{{{User}}}}, "top_logprobs": 2}""", "top_logprobs")]
    [InlineData($$$$"""{ {{{{User}}}}, "logprobs": true, "top_logprobs": 21}""", "top_logprobs")]
    [InlineData($$$$"""{ {{{{User}}}}, "logit_bias": {"x": 1}}""", "logit_bias.x")]
    [InlineData($$$$"""{ {{{{User}}}}, "logit_bias": {"1": 101}}""", "logit_bias.1")]
    [InlineData($$$$"""{ {{{{User}}}}, "response_format": {"type": "xml"}}""", "response_format.type")]
    [InlineData($$$$"""{ {{{{User}}}}, "response_format": {"type": "json_schema"}}""", "response_format.json_schema")]
    [InlineData($$$$"""{ {{{{User}}}}, "response_format": {"type": "json_schema", "json_schema": {"name": "x"}}}""", "response_format.json_schema.schema")]
    [InlineData($$$$"""{ {{{{User}}}}, "response_format": {"type": "json_object"}, "grammar": "root ::= \"a\""}""", "grammar")]
    [InlineData($$$$"""{ {{{{User}}}}, "tools": [{"type": "function"}]}""", "tools[0].function")]
    [InlineData($$$$"""{ {{{{User}}}}, "tools": [{"type": "function", "function": {"name": "a b"}}]}""", "tools[0].function.name")]
    [InlineData($$$$"""{ {{{{User}}}}, "tools": [{"type": "function", "function": {"name": "a"}}, {"type": "function", "function": {"name": "a"}}]}""", "tools[1].function.name")]
    [InlineData($$$$"""{ {{{{User}}}}, "tool_choice": "required"}""", "tool_choice")]
    [InlineData($$$$"""{ {{{{User}}}}, "tools": [{"type": "function", "function": {"name": "a"}}], "tool_choice": {"type": "function", "function": {"name": "b"}}}""", "tool_choice.function.name")]
    [InlineData($$$$"""{ {{{{User}}}}, "functions": []}""", "functions")]
    [InlineData($$$$"""{ {{{{User}}}}, "modalities": ["text", "audio"]}""", "modalities")]
    [InlineData($$$$"""{ {{{{User}}}}, "mirostat": 3}""", "mirostat")]
    [InlineData($$$$"""{ {{{{User}}}}, "mirostat_tau": -1}""", "mirostat_tau")]
    [InlineData($$$$"""{ {{{{User}}}}, "dry_base": 0}""", "dry_base")]
    [InlineData($$$$"""{ {{{{User}}}}, "grammar": "root ::= \"a\"", "json_schema": {"type": "string"}}""", "grammar")]
    public async Task The_field_is_named(string body, string param)
    {
        await using var server = await AnsweringServer.StartAsync();

        var (status, json, _) = await server.PostAsync(Chat, body);

        status.ShouldBe(HttpStatusCode.BadRequest, json.GetRawText());
        var error = json.GetProperty("error");
        error.EnumerateObject().Select(field => field.Name).ShouldBe(["message", "type", "param", "code"]);
        error.GetProperty("param").GetString().ShouldBe(param);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("message").GetString()!.ShouldSatisfyAllConditions(sentence => sentence.ShouldEndWith("."), sentence => sentence.ShouldContain(param.Split('.')[^1].Split('[')[0]));
        server.Models.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{} {}", HttpStatusCode.BadRequest)]
    [InlineData("""{"model": "\ud800"}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_JSON_is_none(string body, HttpStatusCode status)
    {
        await using var server = await AnsweringServer.StartAsync();

        var answer = await server.PostAsync(Chat, body);

        answer.Status.ShouldBe(status);
        answer.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("malformed_json");
    }

    [Theory]
    [InlineData("nobody", 404, "model", "model_not_found", "invalid_request_error")]
    [InlineData("wrong", 400, "messages", "context_length_exceeded", "invalid_request_error")]
    [InlineData("lost", 503, null, "worker_lost", "server_error")]
    [InlineData("buggy", 500, null, null, "server_error")]
    [InlineData("bug", 500, null, "bug", "server_error")]
    public async Task Whose_fault_it_is_is_the_status(string model, int status, string? param, string? code, string type)
    {
        await using var server = await AnsweringServer.StartAsync();

        foreach (var stream in new[] { "false", "true" })
        {
            var answer = await server.PostAsync(Chat, $$"""{"model": "{{model}}", "messages": [{"role": "user", "content": "x"}], "stream": {{stream}}}""");

            ((int)answer.Status).ShouldBe(status);
            var error = answer.Json.GetProperty("error");
            (error.GetProperty("param").GetString(), error.GetProperty("code").GetString(), error.GetProperty("type").GetString()).ShouldBe((param, code, type));
        }
    }

    [Fact]
    public async Task What_goes_wrong_in_the_middle_of_a_stream_is_an_event_and_there_is_no_end()
    {
        await using var server = await AnsweringServer.StartAsync();

        var events = await server.EventsAsync(Chat, """{"model": "broken", "messages": [{"role": "user", "content": "half"}], "stream": true}""");

        events[^2].ShouldContain("\"content\":\"half\"");
        events[^1].ShouldBe("""{"error":{"message":"The worker that did this was killed.","type":"server_error","param":null,"code":"worker_lost"}}""");
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "unknown_route")]
    [InlineData("GET", "/v1/chat/completions", 405, "wrong_method")]
    public async Task What_is_not_there_is_told_in_the_same_form(string method, string path, int status, string code)
    {
        await using var server = await AnsweringServer.StartAsync();
        using var answer = await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"\"code\":\"{code}\"");
        answer.Headers.GetValues("x-request-id").ShouldHaveSingleItem();
    }
}
