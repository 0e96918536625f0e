using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>The body of a request to <c>/v1/completions</c>.</summary>
internal static class CompletionForm
{
    private const int MostPrompts = 64;
    private const int MostTop = 20;

    // OpenAI's.
    private const int UsualTokens = 16;

    /// <summary>Reads it.</summary>
    /// <exception cref="OpenAiRefusal">Something is wrong with it.</exception>
    public static Asked Read(Fields fields)
    {
        var request = new TextRequest
        {
            Model = ChatForm.ModelOf(fields),
            MaxTokens = fields.Has("max_tokens") || fields.Has("max_completion_tokens") ? ChatForm.MaxTokens(fields) : UsualTokens,
            Stop = SamplingForm.Stops(fields),
            Sampling = SamplingForm.Read(fields),
            Format = FormatForm.Read(fields),
            LogProbabilities = (int?)fields.Whole("logprobs", 0, MostTop),
            Repeatable = fields.Flag("repeatable") ?? false,
        };
        var answers = ChatForm.Answers(fields);
        Check(fields, answers);
        var prompts = PromptForm.Read(fields, "prompt", MostPrompts, mayBeEmpty: true);
        if (prompts.Count * answers > MostPrompts)
        {
            throw OpenAiRefusal.Wrong("n", $"{prompts.Count} prompts with {answers} answers each are {prompts.Count * answers} answers; {MostPrompts} are taken at once.");
        }

        var (streams, tellsUsage) = ChatForm.Streaming(fields);
        return new Asked([.. prompts.SelectMany(prompt => ChatForm.Times(request with { Prompt = prompt.Text, PromptTokens = prompt.Tokens }, answers))], streams, tellsUsage)
        {
            AnswersOfOne = answers,
            Echoes = fields.Flag("echo") is true ? Echoes(fields, prompts, answers) : [],
        };
    }

    private static List<string> Echoes(Fields fields, IReadOnlyList<GivenText> prompts, int answers)
    {
        if (fields.Has("logprobs"))
        {
            throw OpenAiRefusal.Wrong("echo", "'echo' with 'logprobs' is not taken: how likely the prompt was is not computed.");
        }

        return prompts.Any(prompt => prompt.Text is null)
            ? throw OpenAiRefusal.Wrong("echo", "'echo' needs a prompt that is given as text.")
            : [.. prompts.SelectMany(prompt => Enumerable.Repeat(prompt.Text!, answers))];
    }

    private static void Check(Fields fields, int answers)
    {
        if (fields.Text("suffix") is { Length: > 0 })
        {
            throw OpenAiRefusal.Wrong("suffix", "'suffix' is not taken: text is only gone on with, not filled in.");
        }

        if (fields.Whole("best_of", 1, 20) is { } best && best != answers)
        {
            throw OpenAiRefusal.Wrong("best_of", "'best_of' other than 'n' is not taken: all answers that are written are told.");
        }
    }
}
