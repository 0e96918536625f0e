using System.Text.Json;
using MySpinBot.Language.Tests.Remote.Recorded;

namespace MySpinBot.Nodes.Tests.Llm;

/// <summary>Agents on the real engine; the model is a server that says what it was told to, over HTTP.</summary>
public sealed class Models_call_tools
{
    private readonly List<RecordedRequest> _asked = [];

    [Fact]
    public async Task And_are_told_what_came_of_it()
    {
        await using var server = LanguageStory.Server(_asked,
            Calls(("a", "calculate", """{"formula": "3 * (4 + 5)"}"""), ("b", "shout", """{"text": "hello"}""")),
            Calls(("c", "calculate", """{"formula": "27 + 1"}""")),
            Says("It is 28."));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run(Agent())).ShouldBe("answer: It is 28.\nturns: 3");

        _asked.Count.ShouldBe(3);
        Told(_asked[1]).ShouldBe(["user: What is it?", "assistant: calculate, shout", "tool a: 27", "tool b: HELLO"]);
        Told(_asked[2]).TakeLast(2).ShouldBe(["assistant: calculate", "tool c: 28"]);
        _asked[0].Json.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString()).ShouldBe(["calculate", "shout"]);
    }

    [Fact]
    public async Task And_what_they_call_wrongly_is_told_to_them()
    {
        await using var server = LanguageStory.Server(_asked, Calls(("a", "calculator", "{}"), ("b", "calculate", """{"formule": "1"}"""), ("c", "shout", "{}")), Says("Sorry."));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run(Agent())).ShouldBe("answer: Sorry.\nturns: 2");

        var told = Told(_asked[1]);
        told[2].ShouldBe("tool a: There is no tool 'calculator'; there are calculate, shout.");
        told[3].ShouldStartWith("tool b: The arguments of calculate are wrong:");
        told[4].ShouldBe("tool c: QUIET", "What the model left out has its default.");
    }

    [Fact]
    public async Task Only_so_often()
    {
        await using var server = LanguageStory.Server(_asked, Calls(("a", "shout", """{"text": "again"}""")));
        await using var story = await LanguageStory.Open(Target(server));

        (await story.Run(Agent(turns: 3))).ShouldContain("The model was asked 3 times and still calls tools (shout); 'max_turns' allows no more.");
        _asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task And_what_is_known_is_not_asked_again()
    {
        await using var server = LanguageStory.Server(_asked, Calls(("a", "shout", """{"text": "x"}""")), Says("Done."));
        await using var story = await LanguageStory.Open(Target(server));

        await story.Run(Agent());
        (await story.Run(Agent())).ShouldBe("answer: Done.\nturns: 2");
        _asked.Count.ShouldBe(2);
    }

    private static OutboundTarget Target(RecordedServer server) => new("there", "openai", server.Address);

    private static string Agent(int turns = 8) => """
        {'model': {'class_type': 'LlmRemote', 'inputs': {'target': 'there', 'model_name': 'small'}},
         'calculate': {'class_type': 'LlmTool', 'inputs': {'name': 'calculate', 'description': 'Computes.',
            'parameters': {'type': 'object', 'properties': {'formula': {'type': 'string'}}, 'required': ['formula'], 'additionalProperties': false},
            'body': {'class_type': 'MathExpression', 'inputs': {'expression': ['formula', 0]}}}},
         'shout': {'class_type': 'LlmTool', 'inputs': {'name': 'shout', 'description': 'Shouts.',
            'parameters': {'type': 'object', 'properties': {'text': {'type': 'string', 'default': 'quiet'}}},
            'body': {'nodes': {'up': {'class_type': 'CaseConverter', 'inputs': {'string': ['text', 0], 'mode': 'UPPERCASE'}}}, 'result': ['up', 0]}}},
         'tools': {'class_type': 'CreateList', 'inputs': {'input0': ['calculate', 0], 'input1': ['shout', 0]}},
         'agent': {'class_type': 'LlmAgent', 'inputs': {'model': ['model', 0], 'task': 'What is it?', 'tools': ['tools', 0], 'max_turns': TURNS }},
         'answer': {'class_type': 'PreviewAny', 'inputs': {'source': ['agent', 0]}},
         'turns': {'class_type': 'PreviewAny', 'inputs': {'source': ['agent', 2]}}}
        """.Replace("TURNS", turns.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static List<string> Told(RecordedRequest request) => [.. request.Json.GetProperty("messages").EnumerateArray().Select(Told)];

    private static string Told(JsonElement message) => message.GetProperty("role").GetString() switch
    {
        "assistant" when message.TryGetProperty("tool_calls", out var calls) => $"assistant: {string.Join(", ", calls.EnumerateArray().Select(call => call.GetProperty("function").GetProperty("name").GetString()))}",
        "tool" => $"tool {message.GetProperty("tool_call_id").GetString()}: {Text(message.GetProperty("content"))}",
        var role => $"{role}: {Text(message.GetProperty("content"))}",
    };

    // A text, or the parts of one.
    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));

    private static Reply Calls(params (string Id, string Name, string Arguments)[] calls) => Reply.Events(
        Chunk(JsonSerializer.Serialize(new { role = "assistant", tool_calls = calls.Select((call, index) => new { index, id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments } }) }), null),
        Chunk("{}", "tool_calls"));

    private static Reply Says(string text) => Reply.Events(Chunk(JsonSerializer.Serialize(new { content = text }), null), Chunk("{}", "stop"));

    private static string Chunk(string delta, string? reason)
        => $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"small","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{JsonSerializer.Serialize(reason)}} }]}""";
}
