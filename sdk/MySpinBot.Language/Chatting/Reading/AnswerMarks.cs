namespace MySpinBot.Language;

/// <summary>Marks with which a family of models tells thoughts from answers.</summary>
internal sealed record AnswerMarks
{
    /// <summary>Begins a thought.</summary>
    public string Think { get; init; } = "<think>";

    /// <summary>Ends it.</summary>
    public string EndThink { get; init; } = "</think>";

    /// <summary>Whether thoughts may come anywhere, and not at the beginning only.</summary>
    public bool ThinksAnywhere { get; init; }

    /// <summary>Whether the template speaks of thoughts, so that an answer may be expected to begin with one.</summary>
    public bool IsThinker { get; init; }

    /// <summary>Marks that are left out: they tell where an answer begins or ends.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>What stands between thought and answer, beside white space; empty for nothing.</summary>
    public string BetweenThoughtAndAnswer { get; init; } = "";

    /// <summary>Begins an answer that is not a call; empty for nothing.</summary>
    public string BeforeAnswer { get; init; } = "";

    /// <summary>Marks of a model, by its template's text.</summary>
    public static AnswerMarks Of(string template)
    {
        bool Has(string text) => template.Contains(text, StringComparison.Ordinal);
        if (Has("<|channel|>") && Has("<|message|>"))
        {
            // GPT-OSS: each message names its channel.
            return new AnswerMarks
            {
                Think = "<|channel|>analysis<|message|>", EndThink = "<|end|>", ThinksAnywhere = true, IsThinker = true,
                Dropped = ["<|start|>assistant", "<|channel|>final<|message|>", "<|channel|>final <|constrain|>json<|message|>", "<|channel|>commentary<|message|>", "<|end|>", "<|return|>"],
                BetweenThoughtAndAnswer = "<|start|>assistant", BeforeAnswer = "<|channel|>final<|message|>",
            };
        }

        if (Has("<|START_THINKING|>") || Has("<|START_RESPONSE|>"))
        {
            return new AnswerMarks
            {
                Think = "<|START_THINKING|>", EndThink = "<|END_THINKING|>", IsThinker = true,
                Dropped = ["<|START_RESPONSE|>", "<|END_RESPONSE|>", "<|START_TEXT|>", "<|END_TEXT|>"], BeforeAnswer = "<|START_RESPONSE|>",
            };
        }

        return Has("[THINK]") ? new AnswerMarks { Think = "[THINK]", EndThink = "[/THINK]", IsThinker = true }
            : Has("<seed:think>") ? new AnswerMarks { Think = "<seed:think>", EndThink = "</seed:think>", IsThinker = true }
            : Has("Here is my thought process:") ? new AnswerMarks { Think = "Here is my thought process:", EndThink = "Here is my response:", IsThinker = true }
            : new AnswerMarks { IsThinker = Has("<think>") || Has("</think>") };
    }
}
