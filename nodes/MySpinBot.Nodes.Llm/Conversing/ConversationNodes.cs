using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Conversations without a model: what a memory is kept in, and brought back from.</summary>
public static class ConversationNodes
{
    /// <summary>Adds a message to a conversation, or begins one: an example of what is to be answered, or what another program said.</summary>
    /// <param name="content">What is said.</param>
    /// <param name="role">Who says it.</param>
    /// <param name="history">What was said before; nothing begins a conversation.</param>
    /// <returns>The conversation.</returns>
    [Node("ChatMessage", Title = "Message", Category = "llm/conversation", Search = "chat,message,role,few-shot,example,history")]
    public static ChatHistory Add(
        [Input(Multiline = true)] string content,
        Speaker role = Speaker.User,
        [Input(Type = "CHAT,JSON", SocketOnly = true)] object? history = null)
    {
        var before = ConversationInput.Read(history);
        return role == Speaker.System ? before.Under(content) : before.With(new ChatMessage(role == Speaker.Assistant ? "assistant" : "user", content));
    }

    /// <summary>Gives a conversation as JSON, as OpenAI's clients write it, and as a text to read: to save it and go on another day.</summary>
    /// <param name="history">The conversation.</param>
    /// <returns>json: Its messages, each with role and content; text: Who said what, a paragraph a message.</returns>
    [Node("ChatToJson", Title = "Conversation to JSON", Category = "llm/conversation", Search = "chat,history,messages,export,save,memory")]
    public static (JsonElement Json, string Text) ToJson([Input(SocketOnly = true)] ChatHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return (ConversationJson.Write(history), string.Join("\n\n", history.Messages.Select(message => $"{message.Role}: {message.Content ?? string.Join(", ", message.ToolCalls.Select(call => $"{call.Name}({call.Arguments})"))}")));
    }

    /// <summary>Takes a conversation out of JSON, as OpenAI's clients write it: what was saved another day.</summary>
    /// <param name="json">A list of messages, <c>[{"role": "user", "content": "Hello."}]</c>, or an object with one as <c>messages</c>.</param>
    /// <returns>The conversation.</returns>
    [Node("ChatFromJson", Title = "Conversation from JSON", Category = "llm/conversation", Search = "chat,history,messages,import,load,memory")]
    public static ChatHistory FromJson(JsonElement json) => ConversationJson.Read(json, "json");

    /// <summary>Keeps the end of a conversation: its instruction, and the latest messages from one of the user's on.</summary>
    /// <param name="history">The conversation.</param>
    /// <param name="messages">The most messages beside the instruction.</param>
    /// <returns>Its end.</returns>
    [Node("ChatLatest", Title = "End of conversation", Category = "llm/conversation", Search = "chat,history,trim,window,forget,memory")]
    public static ChatHistory Latest([Input(SocketOnly = true)] ChatHistory history, [Range(1, ChatHistory.MostMessages)] int messages = 20)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Latest(messages);
    }
}

/// <summary>Who says something.</summary>
public enum Speaker
{
    /// <summary>A person.</summary>
    [Choice("user")]
    User,

    /// <summary>The model.</summary>
    [Choice("assistant")]
    Assistant,

    /// <summary>What the model is told to be, or to heed; it stands first, in place of an earlier one.</summary>
    [Choice("system")]
    System,
}
