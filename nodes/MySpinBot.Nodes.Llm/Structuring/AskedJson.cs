using System.Text;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Asks for JSON that a schema accepts, and asks again, with what was wrong, where it does not.</summary>
/// <remarks>A model out of a file cannot write anything else: its tokens follow the schema's grammar. Other servers may know no schemas.</remarks>
/// <param name="answers">Who answers.</param>
internal sealed class AskedJson(LanguageAnswers answers)
{
    private const int MostFaultsTold = 8;

    /// <summary>The value that was accepted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="schema">What the value has to follow.</param>
    /// <param name="attempts">How often it is asked in all.</param>
    /// <param name="context">Where the text is shown.</param>
    /// <param name="inputs">Names of inputs by fields of the request.</param>
    /// <exception cref="NodeFailure">None was accepted.</exception>
    public async Task<JsonElement> AskAsync(LanguageModel model, TextRequest request, JsonElement schema, int attempts, NodeContext context, params (string Field, string Input)[] inputs)
    {
        var asked = request with { Format = TextFormat.Of(schema) };
        for (var attempt = 1; ; attempt++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var (text, refusal) = await AnswerAsync(model, asked, context, inputs);
            var (value, faults) = refusal is null ? Read(text, schema) : (null, [refusal]);
            if (value is { } accepted && faults.Count == 0)
            {
                return accepted;
            }

            var wrong = string.Join(' ', faults.Take(MostFaultsTold));
            if (attempt >= attempts)
            {
                throw new NodeFailure($"The model was asked {(attempts == 1 ? "once" : $"{attempts} times")} and gave nothing that the schema accepts: {wrong}");
            }

            context.Log.Info($"The schema does not accept the answer, so the model is asked again: {wrong}");
            asked = Again(asked, text, wrong);
        }
    }

    // A server whose answer did not heed the form is told so by whoever asked it; its words have come by then.
    private async Task<(string Text, string? Refusal)> AnswerAsync(LanguageModel model, TextRequest request, NodeContext context, (string Field, string Input)[] inputs)
    {
        var heard = new StringBuilder();
        try
        {
            return ((await answers.AskAsync(model, request, context, Hear, inputs)).Text, null);
        }
        catch (NodeFailure failure) when (heard.Length > 0 && failure.Input == inputs.FirstOrDefault(input => input.Field == nameof(TextRequest.Format)).Input)
        {
            return (heard.ToString(), failure.Message);
        }

        void Hear(string text)
        {
            context.Write(text);
            heard.Append(text);
        }
    }

    /// <summary>A value out of an answer, and what is wrong with it. Fences of Markdown around it are taken off.</summary>
    internal static (JsonElement? Value, IReadOnlyList<string> Faults) Read(string text, JsonElement schema)
    {
        try
        {
            using var document = JsonDocument.Parse(Unfenced(text), new JsonDocumentOptions { MaxDepth = 128 });
            var value = document.RootElement.Clone();
            return (value, JsonGrammar.Faults(schema, value));
        }
        catch (JsonException fault)
        {
            return (null, [$"The answer is no JSON: {fault.Message}"]);
        }
    }

    // Another draw: the same seed would give the same answer to a model that does not heed what it is told.
    private static TextRequest Again(TextRequest request, string answer, string wrong) => request with
    {
        Messages = [.. request.Messages, new ChatMessage("assistant", answer), new ChatMessage("user", $"That was not accepted. {wrong} Answer again, with JSON only.")],
        Sampling = request.Sampling with { Seed = request.Sampling.Seed + 1 },
    };

    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        var begin = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) && begin > 0 && trimmed.Length >= begin + 4 ? trimmed[begin..^3] : trimmed;
    }
}
