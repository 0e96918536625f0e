using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>Answers of <c>/v1/completions</c>.</summary>
internal sealed class CompletionAnswerForm : AnswerForm
{
    public override string IdPrefix => "cmpl-";

    public override void WriteWhole(Utf8JsonWriter writer, AnswerHead head, IReadOnlyList<WholeAnswer> answers, TextUsage usage)
    {
        writer.WriteStartObject();
        head.WriteTo(writer, "text_completion"u8);
        writer.WriteStartArray("choices"u8);
        for (var i = 0; i < answers.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("text"u8, answers[i].Text);
            writer.WriteNumber("index"u8, i);
            TokenJson.WriteOfCompletion(writer, answers[i].Tokens, 0);
            writer.WriteString("finish_reason"u8, WordOf(answers[i].End ?? TextEnd.Stop));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteUsage(writer, usage);
        writer.WriteEndObject();
    }

    public override void Tell(EventWriter events, AnswerHead head, ToldAnswer told, TextPiece piece)
    {
        var text = told.Echo + piece.Text;
        told.Echo = "";
        if (text.Length > 0 || piece.Tokens.Count > 0 || piece.End is not null)
        {
            events.Write((head, told, text, piece), static (writer, it) => WriteEvent(writer, it.head, it.told, it.text, it.piece));
        }
    }

    public override void TellUsage(EventWriter events, AnswerHead head, TextUsage usage) => events.Write((head, usage), static (writer, it) =>
    {
        writer.WriteStartObject();
        it.head.WriteTo(writer, "text_completion"u8);
        writer.WriteStartArray("choices"u8);
        writer.WriteEndArray();
        WriteUsage(writer, it.usage);
        writer.WriteEndObject();
    });

    private static void WriteEvent(Utf8JsonWriter writer, AnswerHead head, ToldAnswer told, string text, TextPiece piece)
    {
        writer.WriteStartObject();
        head.WriteTo(writer, "text_completion"u8);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteNumber("index"u8, told.Index);
        told.Offset = TokenJson.WriteOfCompletion(writer, piece.Tokens, told.Offset);
        writer.WriteString("finish_reason"u8, WordOf(piece.End));
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (told.TellsUsage)
        {
            writer.WriteNull("usage"u8);
        }

        writer.WriteEndObject();
    }
}
