using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>Writes text: what the host calls for <c>/v1/chat/completions</c> and <c>/v1/completions</c>. Offered with <see cref="CapabilityAttribute"/>.</summary>
public interface ITextGenerator
{
    /// <summary>The models that it can use now.</summary>
    ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation);

    /// <summary>Streams an answer. The last piece, and no other, says why it ended and what it took.</summary>
    /// <exception cref="NodeFailure">There is no such model, or the request does not fit it; <see cref="NodeFailure.Input"/> names the field of <see cref="TextRequest"/> at fault, where one is.</exception>
    IAsyncEnumerable<TextPiece> GenerateAsync(TextRequest request, CancellationToken cancellation);
}

/// <summary>What to write. Either messages, which the model's chat template makes a prompt of, or a prompt as it is.</summary>
public sealed record TextRequest
{
    /// <summary>One of the models.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation so far; empty where <see cref="Prompt"/> is given.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>Text to go on with, without any template; null where there are messages.</summary>
    public string? Prompt { get; init; }

    /// <summary>The same as tokens of the model, in place of <see cref="Prompt"/>; null for none.</summary>
    public IReadOnlyList<int>? PromptTokens { get; init; }

    /// <summary>The most tokens to write; null for what the context leaves.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts at which the answer ends; they are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How tokens are chosen.</summary>
    public TextSampling Sampling { get; init; } = new();

    /// <summary>What the answer has to be.</summary>
    public TextFormat Format { get; init; } = TextFormat.Any;

    /// <summary>What the model may call.</summary>
    public IReadOnlyList<ToolDeclaration> Tools { get; init; } = [];

    /// <summary>Whether it may, must not or must call.</summary>
    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Whether several calls may be in one answer.</summary>
    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>How many of the likeliest tokens are told for each that is written; 0 for the written one alone, null for none.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Further variables of the model's chat template, an object by their names (<c>enable_thinking</c>, …); null for none.</summary>
    public JsonElement? TemplateVariables { get; init; }

    /// <summary>Whether the same request gives the same bytes again on this machine: it is then computed by itself, not in a batch with others', and nothing computed before is taken over.</summary>
    public bool Repeatable { get; init; }
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text; null where an assistant only called tools.</param>
public sealed record ChatMessage(string Role, string? Content)
{
    /// <summary>What an assistant called.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Which call a tool's message answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Who speaks, or which tool answers.</summary>
    public string? Name { get; init; }

    /// <summary>What an assistant thought before it said that; for models whose template tells them again.</summary>
    public string? Reasoning { get; init; }
}

/// <summary>A piece of an answer.</summary>
public sealed record TextPiece
{
    /// <summary>Text that is added; whole characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the model thought before it answered, where it marks that.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Pieces of calls, in order.</summary>
    public IReadOnlyList<ToolCallPiece> ToolCalls { get; init; } = [];

    /// <summary>The tokens that <see cref="Text"/> came from, where they were asked for.</summary>
    public IReadOnlyList<TokenProbability> Tokens { get; init; } = [];

    /// <summary>Why the answer ended; null until then.</summary>
    public TextEnd? End { get; init; }

    /// <summary>What it took; with the last piece.</summary>
    public TextUsage? Usage { get; init; }
}

/// <summary>Why an answer ended.</summary>
public enum TextEnd
{
    /// <summary>The model ended it, or came to a text to stop at.</summary>
    Stop,

    /// <summary>It had as many tokens as it might, or the context was full.</summary>
    Length,

    /// <summary>The model calls tools.</summary>
    ToolCalls,
}

/// <summary>What an answer took, in tokens.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Reused">How many of those had been computed before.</param>
/// <param name="Written">Tokens written.</param>
public sealed record TextUsage(int Prompt, int Reused, int Written)
{
    /// <summary>Seconds from the start of its computation to the first token.</summary>
    public double? SecondsToFirst { get; init; }

    /// <summary>Seconds in all.</summary>
    public double? Seconds { get; init; }
}

/// <summary>A token and how likely it was.</summary>
/// <param name="Text">What it stands for; bytes that are no whole character are shown as U+FFFD.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="LogProbability">Natural logarithm of its probability, before temperature and limits.</param>
public sealed record TokenProbability(string Text, ReadOnlyMemory<byte> Bytes, double LogProbability)
{
    /// <summary>The likeliest tokens in its place, the likeliest first.</summary>
    public IReadOnlyList<TokenProbability> Likeliest { get; init; } = [];
}
