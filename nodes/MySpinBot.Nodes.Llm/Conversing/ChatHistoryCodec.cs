using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>The byte form of a <see cref="ChatHistory"/>: its messages as JSON, as OpenAI's clients write them.</summary>
public sealed class ChatHistoryCodec : IValueCodec<ChatHistory>
{
    /// <inheritdoc/>
    public string Name => "chat-1";

    /// <inheritdoc/>
    public void Encode(ChatHistory value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ConversationJson.Bytes(value));
    }

    /// <inheritdoc/>
    public ChatHistory Decode(Stream input)
    {
        try
        {
            using var document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = 8 });
            return ConversationJson.Read(document.RootElement, "history");
        }
        catch (Exception fault) when (fault is JsonException or NodeFailure)
        {
            throw new InvalidDataException($"The bytes of a conversation are cut off, or of another kind: {fault.Message}", fault);
        }
    }
}
