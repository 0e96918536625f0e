using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>Answers of <c>/v1/completions</c>.</summary>
internal sealed class CompletionAnswerForm : AnswerForm
{
    public override string IdPrefix => "cmpl-";

    protected override ReadOnlySpan<byte> WholeKind => "text_completion"u8;

    protected override ReadOnlySpan<byte> EventKind => "text_completion"u8;

    public override void Tell(EventWriter events, AnswerHead head, ToldAnswer told, TextPiece piece)
    {
        var text = told.Echo + piece.Text;
        told.Echo = "";
        if (text.Length > 0 || piece.Tokens.Count > 0 || piece.End is not null)
        {
            TellEvent(events, head, told, (text, piece), static (writer, told, it) =>
            {
                writer.WriteString("text"u8, it.text);
                writer.WriteNumber("index"u8, told.Index);
                told.Offset = TokenJson.WriteOfCompletion(writer, it.piece.Tokens, told.Offset);
            }, piece.End);
        }
    }

    protected override void WriteChoice(Utf8JsonWriter writer, WholeAnswer answer, int index)
    {
        writer.WriteString("text"u8, answer.Text);
        writer.WriteNumber("index"u8, index);
        TokenJson.WriteOfCompletion(writer, answer.Tokens, 0);
    }
}
