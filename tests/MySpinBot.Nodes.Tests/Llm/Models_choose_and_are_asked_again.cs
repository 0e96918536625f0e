using System.Text.Json;
using MySpinBot.Language.Tests.Remote.Recorded;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Models_choose_and_are_asked_again
{
    private readonly List<RecordedRequest> _asked = [];

    [Fact]
    public async Task Only_the_branch_that_was_chosen_runs()
    {
        await using var server = LanguageStory.Server(_asked, Says("""{"choice": "rain"}"""));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run("""
            {'model': {'class_type': 'LlmRemote', 'inputs': {'target': 'there', 'model_name': 'small'}},
             'sunny': {'class_type': 'AssertTrue', 'inputs': {'value': 'x', 'condition': false, 'message': 'The other branch ran.'}},
             'rainy': {'class_type': 'StringConcatenate', 'inputs': {'string_a': 'an ', 'string_b': 'umbrella'}},
             'route': {'class_type': 'LlmRoute', 'inputs': {'model': ['model', 0], 'text': 'It is wet.', 'routes': 'sun: it shines\nrain: it falls', 'value0': ['sunny', 0], 'value1': ['rainy', 0]}},
             'value': {'class_type': 'PreviewAny', 'inputs': {'source': ['route', 0]}},
             'choice': {'class_type': 'PreviewAny', 'inputs': {'source': ['route', 1]}},
             'index': {'class_type': 'PreviewAny', 'inputs': {'source': ['route', 2]}}}
            """)).ShouldBe("choice: rain\nindex: 1\nvalue: an umbrella");
    }

    [Fact]
    public async Task A_small_model_can_choose_nothing_but_what_there_is()
    {
        await using var story = await LanguageStory.Open();

        (await story.Run("""
            {'model': {'class_type': 'LlmLoader', 'inputs': {'model_name': 'tiny.gguf', 'device': 'cpu'}},
             'choose': {'class_type': 'LlmChoose', 'inputs': {'model': ['model', 0], 'text': 'It is wet.', 'choices': 'rain\nshine'}},
             'choice': {'class_type': 'PreviewAny', 'inputs': {'source': ['choose', 0]}}}
            """)).ShouldBeOneOf("choice: rain", "choice: shine");
    }

    [Fact]
    public async Task What_a_schema_does_not_accept_is_asked_for_again()
    {
        await using var server = LanguageStory.Server(_asked, Says("Well, the name is Ada."), Says("""{"name": 7}"""), Says("{\"name\": \"Ada\"}"));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run(Extract(attempts: 3))).ShouldBe("shown: {\"name\":\"Ada\"}");

        var last = _asked[2].Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString());
        last.ShouldBe(["system", "user", "assistant", "user", "assistant", "user"]);
        _asked[2].Body.ShouldContain("That was not accepted.");
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        await using var server = LanguageStory.Server(_asked, Says("""{"name": 7}"""));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run(Extract(attempts: 2))).ShouldStartWith("extract: The model was asked 2 times and gave nothing that the schema accepts:");
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_model_stands_in_for_another()
    {
        await using var server = new RecordedServer(Reply.Json("""{"error":{"message":"gone"}}""", 404));
        await using var other = LanguageStory.Server(_asked, Says("Here I am."));
        await using var story = await LanguageStory.Open(Target(server), new OutboundTarget("other", "openai", other.Address));

        (await story.Run("""
            {'one': {'class_type': 'LlmRemote', 'inputs': {'target': 'there', 'model_name': 'small'}},
             'two': {'class_type': 'LlmRemote', 'inputs': {'target': 'other', 'model_name': 'small'}},
             'both': {'class_type': 'LlmFallback', 'inputs': {'model': ['one', 0], 'otherwise': ['two', 0]}},
             'write': {'class_type': 'LlmGenerate', 'inputs': {'model': ['both', 0], 'prompt': 'Is anybody there?'}},
             'shown': {'class_type': 'PreviewAny', 'inputs': {'source': ['write', 0]}}}
            """)).ShouldBe("shown: Here I am.");
    }

    private static OutboundTarget Target(RecordedServer server) => new("there", "openai", server.Address);

    private static string Extract(int attempts) => """
        {'model': {'class_type': 'LlmRemote', 'inputs': {'target': 'there', 'model_name': 'small'}},
         'extract': {'class_type': 'LlmExtract', 'inputs': {'model': ['model', 0], 'text': 'Ada wrote it.', 'attempts': ATTEMPTS,
            'schema': {'type': 'object', 'properties': {'name': {'type': 'string'} }, 'required': ['name'], 'additionalProperties': false} } },
         'text': {'class_type': 'JsonToText', 'inputs': {'json': ['extract', 0], 'indent': 0} },
         'shown': {'class_type': 'PreviewAny', 'inputs': {'source': ['text', 0]} } }
        """.Replace("ATTEMPTS", attempts.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static Reply Says(string text) => Reply.Events(
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"small","choices":[{"index":0,"delta":{"content":{{JsonSerializer.Serialize(text)}} },"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"small","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
}
