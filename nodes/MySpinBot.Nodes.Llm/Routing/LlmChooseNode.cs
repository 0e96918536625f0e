using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Choices of language models.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmChooseNode(LanguageAnswers answers)
{
    private const int Attempts = 3;

    private readonly AskedJson _structured = new(answers);

    /// <summary>Has a language model choose one of several names by a text: sorts what comes in, tells what somebody wants, judges.</summary>
    /// <remarks>A model out of a file can answer nothing but one of the names.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="text">What is looked at.</param>
    /// <param name="choices">The names, one a line; what follows a colon says when it is right: <c>weather: asks about rain, sun or wind</c>.</param>
    /// <param name="context">Where the answer is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="question">What is to be decided; empty for which name fits the text best.</param>
    /// <param name="seed">Another seed may be another choice, at a temperature above 0.</param>
    /// <param name="temperature">0 takes the likeliest name.</param>
    /// <param name="repeatable">Whether the same inputs give the same choice, computed by itself; else it is computed together with others.</param>
    /// <returns>choice: The name that was chosen; index: Its place, from 0.</returns>
    [Node("LlmChoose", Title = "Choose by language model", Category = "llm", Search = "llm,classify,label,decide,judge,router,sentiment", Lane = Lane.Async, Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    public async Task<(string Choice, long Index)> ChooseAsync(
        LanguageModel model,
        [Input(Multiline = true)] string text,
        [Input(Multiline = true)] string choices,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Multiline = true)] string question = "",
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double temperature = 0,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var ways = Way.Read(choices, "choices");
        var request = Turns.Request(0, new TextSampling { Seed = seed, Temperature = temperature }, repeatable) with { Messages = Turns.Of(Instruction(ways, question), text) };
        var answer = await _structured.AskAsync(model, request, Schema(ways), Attempts, context, [.. Turns.Inputs, (nameof(TextRequest.Messages), "text")]);
        var choice = answer.GetProperty("choice").GetString()!;
        return (choice, ways.TakeWhile(way => way.Name != choice).Count());
    }

    internal static IEnumerable<InputFault> Faults(string? choices) => choices is null ? [] : InputFaults.Of(("choices", () => Way.Read(choices, "choices")));

    private static string Instruction(IReadOnlyList<Way> ways, string question)
        => $"{(string.IsNullOrWhiteSpace(question) ? "Choose the name that fits the text best." : question)} Answer with JSON only, {{\"choice\": …}}, with one of these names:\n"
            + string.Join('\n', ways.Select(way => way.When.Length > 0 ? $"- {way.Name}: {way.When}" : $"- {way.Name}"));

    private static JsonElement Schema(IReadOnlyList<Way> ways) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["choice"] = new JsonObject { ["enum"] = new JsonArray([.. ways.Select(way => (JsonNode)way.Name)]) } },
        ["required"] = new JsonArray("choice"),
        ["additionalProperties"] = false,
    });
}
