using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>A conversation: what flows through CHAT sockets.</summary>
/// <param name="Messages">What was said, in order.</param>
[Socket("CHAT", Color = "#7fc8f8")]
public sealed record ChatHistory(ImmutableArray<ChatMessage> Messages)
{
    /// <summary>The most messages of one.</summary>
    internal const int MostMessages = 10_000;

    /// <summary>The most UTF-8 bytes of a message.</summary>
    internal const int LongestMessage = 16 * 1024 * 1024;

    /// <summary>Nothing was said yet.</summary>
    public static ChatHistory Empty { get; } = new([]);

    /// <inheritdoc/>
    public bool Equals(ChatHistory? other) => other is not null && ConversationJson.Bytes(this).AsSpan().SequenceEqual(ConversationJson.Bytes(other));

    /// <inheritdoc/>
    public override int GetHashCode() => Messages.Length == 0 ? 0 : HashCode.Combine(Messages.Length, Messages[^1].Content);

    /// <summary>This conversation and what was said next.</summary>
    internal ChatHistory With(params ChatMessage[] messages)
        => Messages.Length + messages.Length <= MostMessages ? new ChatHistory(Messages.AddRange(messages)) : throw new NodeFailure($"The conversation would have more than {MostMessages} messages.");

    /// <summary>This conversation under another instruction; what it had is left as it is where none is given.</summary>
    internal ChatHistory Under(string system)
        => system.Length == 0 ? this : new ChatHistory([new ChatMessage("system", system), .. Messages.SkipWhile(message => message.Role == "system")]);

    /// <summary>The end of this conversation, as a model is told it: its instruction, and the latest messages from one of the user's on.</summary>
    /// <param name="messages">The most messages beside the instruction; 0 for all.</param>
    internal ChatHistory Latest(int messages)
    {
        var instruction = Messages.TakeWhile(message => message.Role == "system").Count();
        if (messages == 0 || Messages.Length - instruction <= messages)
        {
            return this;
        }

        // An answer without its question, or a tool's without its call, would be refused by templates.
        var from = Messages.Length - messages;
        while (from < Messages.Length && Messages[from].Role != "user")
        {
            from++;
        }

        return from == Messages.Length
            ? throw new NodeFailure($"Of the last {messages} messages none is the user's, with which a conversation begins; more should be kept.")
            : new ChatHistory([.. Messages[..instruction], .. Messages[from..]]);
    }
}
