using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What a model wrote.</summary>
/// <param name="Text">The text.</param>
/// <param name="Reasoning">What the model thought before it, where it marks that; else empty.</param>
/// <param name="Ended">Why it ended: <c>stop</c>, or <c>length</c> where the limit of tokens cut it.</param>
/// <param name="Tokens">How many tokens were written.</param>
public sealed record WrittenText(string Text, string Reasoning, string Ended, long Tokens);

/// <summary>Text out of a prompt.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmGenerateNode(LanguageAnswers answers)
{
    /// <summary>Writes a text to a prompt. It is shown on the node while it is written.</summary>
    /// <remarks>The prompt goes to the model as its chat template wants it; a model that has learnt no conversations goes on with it as it is (<c>raw</c>). With a schema the text is JSON that the schema accepts.
    /// The same inputs give the same text: it is computed by itself then, apart from what else is computed. Where that does not matter, switch <c>repeatable</c> off: texts of a list, and of other jobs, are computed together,
    /// and the beginning that a prompt shares with an earlier one is not computed again, so more of them are done in the same time; a text may then come out otherwise when it is made anew.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="context">Where the text is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="system">What the model is told to be, or to heed; empty for nothing.</param>
    /// <param name="maxTokens">The most tokens to write; 0 for what the context leaves.</param>
    /// <param name="seed">Another seed is another text.</param>
    /// <param name="temperature">0 takes the likeliest token each time, higher is more surprising; without it as sampling says, else 0.8.</param>
    /// <param name="stop">Texts at which it ends, one a line; <c>\n</c> stands for a line end.</param>
    /// <param name="schema">A JSON Schema that the text has to follow.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="raw">Whether the model goes on with the prompt as it is, without its chat template.</param>
    /// <param name="repeatable">Whether the same inputs give the same text, computed by itself; else it is computed together with others.</param>
    [Node("LlmGenerate", Title = "Write text", Category = "llm", Search = "llm,generate,prompt,complete,chat,ask,gpt,language model", Lane = Lane.Async, Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    public async Task<WrittenText> WriteAsync(
        LanguageModel model,
        [Input(Multiline = true)] string prompt,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Multiline = true)] string system = "",
        [Range(0, LlmLoaderNode.MostTokens)] int maxTokens = 512,
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double? temperature = null,
        [Input(Multiline = true, Advanced = true)] string stop = "",
        [Input(Advanced = true)] JsonElement? schema = null,
        SamplingSettings? sampling = null,
        [Input(Advanced = true)] bool raw = false,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var request = Turns.Request(maxTokens, SamplingSettings.Of(sampling, seed, temperature), repeatable) with
        {
            Prompt = raw ? system + prompt : null,
            Messages = raw ? [] : Turns.Of(system, prompt),
            Stop = StopLines.Read(stop),
            Format = SchemaInput.Read(schema, "schema") is { } given ? TextFormat.Of(given) : TextFormat.Any,
        };
        var answer = await answers.AskAsync(model, request, context, Turns.Inputs);
        if (answer.End == TextEnd.Length)
        {
            context.Log.Info($"The text was cut after {answer.Usage?.Written ?? maxTokens} tokens; 'max_tokens' allows no more, or the context is full.");
        }

        return new WrittenText(answer.Text, answer.Reasoning, answer.End == TextEnd.Length ? "length" : "stop", answer.Usage?.Written ?? 0);
    }

    internal static IEnumerable<InputFault> Faults(string? stop, JsonElement? schema) => InputFaults.Of(("stop", () => StopLines.Read(stop ?? "")), ("schema", () => SchemaInput.Read(schema, "schema")));
}
