using System.Net;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.OpenAi;

public sealed class What_is_asked_of_a_model
{
    private const string Chat = "/v1/chat/completions";

    [Fact]
    public async Task Every_field_reaches_it()
    {
        await using var server = await AnsweringServer.StartAsync();

        (await server.PostAsync(Chat, """
            {"model": "echo", "stop": ["END", "\n\n"], "max_completion_tokens": 5, "temperature": 0.5, "top_p": 0.9, "frequency_penalty": 1, "presence_penalty": -1, "seed": 7, "logit_bias": {"12": -100, "3": 1.5},
             "top_k": 10, "min_p": 0.1, "typical_p": 0.8, "repeat_penalty": 1.1, "repeat_last_n": 32, "dry_multiplier": 0.8, "dry_base": 2, "dry_allowed_length": 3, "dry_penalty_last_n": 100, "dry_sequence_breakers": ["."],
             "mirostat": 2, "mirostat_tau": 4, "mirostat_eta": 0.2, "repeatable": true, "chat_template_kwargs": {"enable_thinking": false}, "reasoning_effort": "low", "user": "somebody", "store": false, "metadata": {}, "whatever": [1],
             "response_format": {"type": "json_schema", "json_schema": {"name": "city", "strict": true, "schema": {"type": "object"}}},
             "messages": [{"role": "developer", "content": "Be kind."}, {"role": "user", "content": [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo"}], "name": "Ada"},
                          {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]}, {"role": "tool", "tool_call_id": "c1", "content": "done"}]}
            """)).Status.ShouldBe(HttpStatusCode.OK);

        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        asked!.Messages.Select(message => (message.Role, message.Content, message.Name, message.ToolCallId)).ShouldBe([("system", "Be kind.", null, null), ("user", "Hello", "Ada", null), ("assistant", null, null, null), ("tool", "done", null, "c1")]);
        asked.Messages[2].ToolCalls.ShouldHaveSingleItem().ShouldBe(new ToolCall("c1", "f", """{"a":1}"""));
        asked.Stop.ShouldBe(["END", "\n\n"]);
        asked.MaxTokens.ShouldBe(5);
        asked.Repeatable.ShouldBeTrue();
        asked.Format.Kind.ShouldBe(TextFormatKind.Schema);
        asked.Format.Schema!.Value.GetRawText().ShouldBe("""{"type": "object"}""");
        asked.TemplateVariables!.Value.GetProperty("enable_thinking").GetBoolean().ShouldBeFalse();
        asked.TemplateVariables!.Value.GetProperty("reasoning_effort").GetString().ShouldBe("low");
        var sampling = asked.Sampling;
        (sampling.Temperature, sampling.TopP, sampling.FrequencyPenalty, sampling.PresencePenalty, sampling.Seed).ShouldBe((0.5, 0.9, 1, -1, 7));
        (sampling.TopK, sampling.MinP, sampling.TypicalP, sampling.RepetitionPenalty, sampling.PenaltyWindow).ShouldBe((10, 0.1, 0.8, 1.1, 32));
        sampling.Dry!.ShouldSatisfyAllConditions(dry => (dry.Multiplier, dry.Base, dry.AllowedLength, dry.Window).ShouldBe((0.8, 2, 3, 100)), dry => dry.Breakers.ShouldBe(["."]));
        sampling.Mirostat.ShouldBe(new Mirostat(2, 4, 0.2));
        sampling.LogitBias.OrderBy(bias => bias.Key).Select(bias => (bias.Key, bias.Value)).ShouldBe([(3, 1.5), (12, -100)]);
    }

    [Fact]
    public async Task What_was_not_said_is_left_to_the_model()
    {
        await using var server = await AnsweringServer.StartAsync();

        await server.PostAsync(Chat, """{"model": "echo", "messages": [{"role": "user", "content": ""}], "temperature": null, "stop": null, "tools": null, "seed": -1, "max_tokens": -1, "response_format": {"type": "text"}}""");

        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        JsonSerializer.Serialize(asked!.Sampling).ShouldBe(JsonSerializer.Serialize(new TextSampling()));
        (asked.MaxTokens, asked.Format.Kind, asked.ParallelToolCalls, asked.LogProbabilities, asked.Stop.Count, asked.ToolChoice).ShouldBe((null, TextFormatKind.Text, true, null, 0, ToolChoice.Auto));
    }

    [Theory]
    [InlineData("""{"type": "json_object"}""", TextFormatKind.Json, null)]
    [InlineData("""{"type": "json_object", "schema": {"type": "array"}}""", TextFormatKind.Schema, """{"type": "array"}""")]
    public async Task What_the_answer_has_to_be_may_be_said_in_several_ways(string format, TextFormatKind kind, string? schema)
    {
        await using var server = await AnsweringServer.StartAsync();

        await server.PostAsync(Chat, $$"""{"model": "echo", "messages": [{"role": "user", "content": "x"}], "response_format": {{format}}}""");

        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        (asked!.Format.Kind, asked.Format.Schema?.GetRawText()).ShouldBe((kind, schema));
    }

    [Fact]
    public async Task A_grammar_of_llama_cpp_is_one_of_them()
    {
        await using var server = await AnsweringServer.StartAsync();

        await server.PostAsync("/v1/completions", """{"model": "echo", "prompt": "x", "grammar": "root ::= \"a\""}""");

        server.Models.Asked.TryDequeue(out var asked).ShouldBeTrue();
        (asked!.Format.Kind, asked.Format.Grammar).ShouldBe((TextFormatKind.Grammar, "root ::= \"a\""));
    }
}
