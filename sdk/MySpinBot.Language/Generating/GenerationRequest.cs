using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A prompt to go on with, in tokens.</summary>
/// <param name="Prompt">The tokens; one at least.</param>
public sealed record GenerationRequest(ReadOnlyMemory<int> Prompt)
{
    /// <summary>The most tokens to write; null for what the context leaves.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts at which it ends; they are not told.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How tokens are chosen.</summary>
    public TextSampling Sampling { get; init; } = new();

    /// <summary>A grammar (GBNF, rule <c>root</c>) that what is written has to follow; null for none.</summary>
    public string? Grammar { get; init; }

    /// <summary>Texts from which on the grammar holds, what was written before being free; empty where it holds from the first token. The grammar's text begins with the trigger itself.</summary>
    public IReadOnlyList<string> GrammarTriggers { get; init; } = [];

    /// <summary>How many of the likeliest tokens are told with each; 0 for the written one alone, null for none.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Whether control tokens that are written are told as their texts: for those who read calls of tools out of them.</summary>
    public bool TellsControlTokens { get; init; }

    /// <summary>Whether it is computed by itself, in a memory of its own, with nothing taken over: then the same request gives the same tokens on this machine.</summary>
    public bool Alone { get; init; }
}

/// <summary>What a step gave.</summary>
public sealed record GeneratedToken
{
    /// <summary>The token; -1 with what is told at the end without one.</summary>
    public required int Token { get; init; }

    /// <summary>Text that is now certain: whole characters, and nothing that may be the beginning of a text to stop at.</summary>
    public string Text { get; init; } = "";

    /// <summary>How likely it was, where that was asked for.</summary>
    public TokenProbability? Probability { get; init; }

    /// <summary>Why it ended; with the last one only.</summary>
    public TextEnd? End { get; init; }

    /// <summary>What it took; with the last one only.</summary>
    public TextUsage? Usage { get; init; }
}
