using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>Answers of <c>/v1/chat/completions</c>. What a model thought stands in <c>reasoning_content</c>, where clients of other servers look for it.</summary>
internal sealed class ChatAnswerForm : AnswerForm
{
    public override string IdPrefix => "chatcmpl-";

    protected override ReadOnlySpan<byte> WholeKind => "chat.completion"u8;

    protected override ReadOnlySpan<byte> EventKind => "chat.completion.chunk"u8;

    public override void Tell(EventWriter events, AnswerHead head, ToldAnswer told, TextPiece piece)
    {
        if (!told.HasBegun)
        {
            told.HasBegun = true;
            Tell(events, head, told, static (writer, _) =>
            {
                writer.WriteString("role"u8, "assistant"u8);
                writer.WriteString("content"u8, ""u8);
            }, piece, null, []);
        }

        if (piece.Reasoning.Length > 0)
        {
            Tell(events, head, told, static (writer, thought) => writer.WriteString("reasoning_content"u8, thought.Reasoning), piece, null, []);
        }

        if (piece.Text.Length > 0 || piece.Tokens.Count > 0)
        {
            Tell(events, head, told, static (writer, text) => writer.WriteString("content"u8, text.Text), piece, null, piece.Tokens);
        }

        if (piece.ToolCalls.Count > 0)
        {
            Tell(events, head, told, static (writer, calls) => WriteCalls(writer, calls.ToolCalls), piece, null, []);
        }

        if (piece.End is { } end)
        {
            Tell(events, head, told, static (_, _) => { }, piece, end, []);
        }
    }

    protected override void WriteChoice(Utf8JsonWriter writer, WholeAnswer answer, int index)
    {
        writer.WriteNumber("index"u8, index);
        WriteMessage(writer, answer);
        TokenJson.WriteOfChat(writer, answer.Tokens);
    }

    private void Tell(EventWriter events, AnswerHead head, ToldAnswer told, Action<Utf8JsonWriter, TextPiece> delta, TextPiece piece, TextEnd? end, IReadOnlyList<TokenProbability> tokens)
        => TellEvent(events, head, told, (delta, piece, tokens), static (writer, told, it) =>
        {
            writer.WriteNumber("index"u8, told.Index);
            writer.WriteStartObject("delta"u8);
            it.delta(writer, it.piece);
            writer.WriteEndObject();
            TokenJson.WriteOfChat(writer, it.tokens);
        }, end);

    private static void WriteMessage(Utf8JsonWriter writer, WholeAnswer answer)
    {
        var (text, calls) = (answer.Text, answer.Calls.ToList());
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("content"u8, text.Length == 0 && calls.Count > 0 ? null : text);
        writer.WriteNull("refusal"u8);
        if (answer.Reasoning is { Length: > 0 } reasoning)
        {
            writer.WriteString("reasoning_content"u8, reasoning);
        }

        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, call.Id);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, call.Name);
                writer.WriteString("arguments"u8, call.Arguments);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, IReadOnlyList<ToolCallPiece> calls)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, call.Index);
            if (call.Id is not null)
            {
                writer.WriteString("id"u8, call.Id);
                writer.WriteString("type"u8, "function"u8);
            }

            writer.WriteStartObject("function"u8);
            if (call.Name is not null)
            {
                writer.WriteString("name"u8, call.Name);
            }

            writer.WriteString("arguments"u8, call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
