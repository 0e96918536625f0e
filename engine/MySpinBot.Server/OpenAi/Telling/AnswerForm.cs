using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>How answers are told: whole, or as events while they are written.</summary>
internal abstract class AnswerForm
{
    /// <summary>What ids of answers begin with.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>Writes all answers to a request.</summary>
    public abstract void WriteWhole(Utf8JsonWriter writer, AnswerHead head, IReadOnlyList<WholeAnswer> answers, TextUsage usage);

    /// <summary>Tells the pieces of an answer, each as an event.</summary>
    /// <param name="events">Where they go.</param>
    /// <param name="head">The answer's head.</param>
    /// <param name="told">What was told of this answer before.</param>
    /// <param name="piece">The piece.</param>
    public abstract void Tell(EventWriter events, AnswerHead head, ToldAnswer told, TextPiece piece);

    /// <summary>Tells, as the last event, what it all took.</summary>
    public abstract void TellUsage(EventWriter events, AnswerHead head, TextUsage usage);

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
