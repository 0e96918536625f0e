using System.Text.Json;
using MySpinBot.Nodes.Llm;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Conversations_are_kept
{
    private const string Said = """
        [{"role":"system","content":"Be kind."},{"role":"user","content":"Hello, 世界 \"\\\n"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},{"role":"tool","content":"Rain.","name":"weather","tool_call_id":"c1"},{"role":"assistant","content":"It rains."}]
        """;

    [Fact]
    public void As_the_JSON_that_they_came_from()
    {
        var conversation = ConversationNodes.FromJson(JsonElement.Parse(Said));

        conversation.Messages.Length.ShouldBe(5);
        JsonSerializer.Serialize(ConversationNodes.ToJson(conversation).Json).ShouldBe(JsonSerializer.Serialize(JsonElement.Parse(Said)));
        ConversationNodes.ToJson(conversation).Text.ShouldStartWith("system: Be kind.\n\nuser: Hello");
        ConversationNodes.ToJson(conversation).Text.ShouldContain("assistant: weather({\"city\":\"Oslo\"})");
    }

    [Fact]
    public void Whoever_wrote_them()
    {
        var conversation = ConversationNodes.FromJson(JsonElement.Parse("""{"model": "x", "messages": [{"role": "developer", "content": [{"type": "text", "text": "Be "}, {"type": "text", "text": "kind."}]}]}"""));

        conversation.Messages.ShouldHaveSingleItem().ShouldSatisfyAllConditions(message => message.Role.ShouldBe("system"), message => message.Content.ShouldBe("Be kind."));
    }

    [Theory]
    [InlineData("{}", "'json' is no conversation")]
    [InlineData("""[{"content": "x"}]""", "Message 1 of 'json' has no role")]
    [InlineData("""[{"role": "robot", "content": "x"}]""", "Message 1 of 'json' has no role")]
    [InlineData("""[{"role": "user"}]""", "Message 1 of 'json' has no content")]
    [InlineData("""[{"role": "user", "content": [{"type": "image_url"}]}]""", "The content of message 1 of 'json' is no text")]
    [InlineData("""[{"role": "assistant", "tool_calls": [{"name": "x"}]}]""", "A call in message 1 of 'json' is none")]
    [InlineData("""[3]""", "Message 1 of 'json' has no role")]
    public void And_what_is_none_is_told(string json, string told) => Should.Throw<NodeFailure>(() => ConversationNodes.FromJson(JsonElement.Parse(json))).Message.ShouldStartWith(told);

    [Fact]
    public void By_their_end_from_a_question_on()
    {
        var conversation = ConversationNodes.FromJson(JsonElement.Parse(Said));

        Roles(conversation.Latest(4)).ShouldBe("system user assistant tool assistant");
        Roles(conversation.With(new ChatMessage("user", "And tomorrow?")).Latest(3)).ShouldBe("system user");
        Should.Throw<NodeFailure>(() => conversation.Latest(2)).Message.ShouldBe("Of the last 2 messages none is the user's, with which a conversation begins; more should be kept.");
    }

    [Fact]
    public void Under_another_instruction()
    {
        var begun = ConversationNodes.Add("Be short.", Speaker.System);
        var conversation = ConversationNodes.Add("Hello.", Speaker.User, begun);

        Roles(conversation.Under("Be long.")).ShouldBe("system user");
        conversation.Under("Be long.").Messages[0].Content.ShouldBe("Be long.");
        conversation.Under("").ShouldBe(conversation);
    }

    private static string Roles(ChatHistory conversation) => string.Join(' ', conversation.Messages.Select(message => message.Role));
}
