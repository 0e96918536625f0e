using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>How answers are told: whole, or as events while they are written.</summary>
internal abstract class AnswerForm
{
    /// <summary>What ids of answers begin with.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>What an answer is called that is told whole.</summary>
    protected abstract ReadOnlySpan<byte> WholeKind { get; }

    /// <summary>What an event of an answer is called.</summary>
    protected abstract ReadOnlySpan<byte> EventKind { get; }

    /// <summary>Writes all answers to a request.</summary>
    public void WriteWhole(Utf8JsonWriter writer, AnswerHead head, IReadOnlyList<WholeAnswer> answers, TextUsage usage)
    {
        writer.WriteStartObject();
        head.WriteTo(writer, WholeKind);
        writer.WriteStartArray("choices"u8);
        for (var i = 0; i < answers.Count; i++)
        {
            writer.WriteStartObject();
            WriteChoice(writer, answers[i], i);
            writer.WriteString("finish_reason"u8, WordOf(answers[i].End ?? TextEnd.Stop));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteUsage(writer, usage);
        writer.WriteEndObject();
    }

    /// <summary>Tells the pieces of an answer, each as an event.</summary>
    /// <param name="events">Where they go.</param>
    /// <param name="head">The answer's head.</param>
    /// <param name="told">What was told of this answer before.</param>
    /// <param name="piece">The piece.</param>
    public abstract void Tell(EventWriter events, AnswerHead head, ToldAnswer told, TextPiece piece);

    /// <summary>Tells, as the last event, what it all took.</summary>
    public void TellUsage(EventWriter events, AnswerHead head, TextUsage usage) => events.Write((form: this, head, usage), static (writer, it) =>
    {
        writer.WriteStartObject();
        it.head.WriteTo(writer, it.form.EventKind);
        writer.WriteStartArray("choices"u8);
        writer.WriteEndArray();
        WriteUsage(writer, it.usage);
        writer.WriteEndObject();
    });

    /// <summary>Writes what an answer holds, but why it ended, into an object that has begun.</summary>
    protected abstract void WriteChoice(Utf8JsonWriter writer, WholeAnswer answer, int index);

    /// <summary>Tells one event of an answer.</summary>
    /// <param name="events">Where it goes.</param>
    /// <param name="head">The answer's head.</param>
    /// <param name="told">What was told of this answer before.</param>
    /// <param name="state">What <paramref name="write"/> needs.</param>
    /// <param name="write">Writes what the event holds, but why the answer ended, into an object that has begun.</param>
    /// <param name="end">Why it ended; null where it goes on.</param>
    protected void TellEvent<T>(EventWriter events, AnswerHead head, ToldAnswer told, T state, Action<Utf8JsonWriter, ToldAnswer, T> write, TextEnd? end)
        => events.Write((form: this, head, told, state, write, end), static (writer, it) =>
        {
            writer.WriteStartObject();
            it.head.WriteTo(writer, it.form.EventKind);
            writer.WriteStartArray("choices"u8);
            writer.WriteStartObject();
            it.write(writer, it.told, it.state);
            writer.WriteString("finish_reason"u8, WordOf(it.end));
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (it.told.TellsUsage)
            {
                writer.WriteNull("usage"u8);
            }

            writer.WriteEndObject();
        });

    /// <summary>The word for an end.</summary>
    protected static string? WordOf(TextEnd? end) => end switch
    {
        TextEnd.Stop => "stop",
        TextEnd.Length => "length",
        TextEnd.ToolCalls => "tool_calls",
        _ => null,
    };

    /// <summary>Writes what answers took.</summary>
    protected static void WriteUsage(Utf8JsonWriter writer, TextUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, usage.Prompt);
        writer.WriteNumber("completion_tokens"u8, usage.Written);
        writer.WriteNumber("total_tokens"u8, usage.Prompt + usage.Written);
        writer.WriteStartObject("prompt_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.Reused);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>What was told of an answer so far.</summary>
/// <param name="index">Which answer it is.</param>
/// <param name="echo">Text that stands in front of it.</param>
/// <param name="tellsUsage">Whether a last event will tell what it took: then all others say that they do not.</param>
internal sealed class ToldAnswer(int index, string echo, bool tellsUsage)
{
    /// <summary>Which answer it is.</summary>
    public int Index { get; } = index;

    /// <summary>Text that is to be told in front of the next piece.</summary>
    public string Echo { get; set; } = echo;

    /// <summary>Whether a last event tells what it took.</summary>
    public bool TellsUsage { get; } = tellsUsage;

    /// <summary>Whether anything was told.</summary>
    public bool HasBegun { get; set; }

    /// <summary>How many characters of tokens were told.</summary>
    public int Offset { get; set; }
}
