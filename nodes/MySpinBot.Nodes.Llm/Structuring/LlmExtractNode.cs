using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>JSON out of texts.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmExtractNode(LanguageAnswers answers)
{
    private const string Task = "You read a text and answer with JSON, and nothing else, that follows the JSON Schema below. Take what you write from the text. "
        + "Where the text does not say something, write null if the schema allows it, and otherwise an empty value; make nothing up.";

    private readonly AskedJson _structured = new(answers);

    /// <summary>Reads a text and gives what a JSON Schema asks for, as JSON.</summary>
    /// <remarks>A model out of a file cannot answer anything else than what the schema accepts. One of another server is asked again, with what was wrong, where it does.
    /// Supported are the keywords that OpenAI's clients send; one that is not is told by its name and place.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="text">The text to read.</param>
    /// <param name="schema">The JSON Schema: <c>{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}</c>.</param>
    /// <param name="context">Where the answer is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="instruction">What to heed beside the schema; empty for nothing.</param>
    /// <param name="attempts">How often the model is asked in all until the schema accepts its answer.</param>
    /// <param name="maxTokens">The most tokens to write; 0 for what the context leaves. JSON that it would cut off is a failure.</param>
    /// <param name="seed">Another seed may be another reading.</param>
    /// <param name="temperature">0 takes the likeliest token each time; without it as sampling says, else 0.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="repeatable">Whether the same inputs give the same answer, computed by itself; else it is computed together with others.</param>
    /// <returns>The value.</returns>
    [Node("LlmExtract", Title = "Extract JSON", Category = "llm", Search = "llm,json,schema,structured output,extract,parse,fields", Lane = Lane.Async, Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    [return: Output(Name = "json")]
    public async Task<JsonElement> ExtractAsync(
        LanguageModel model,
        [Input(Multiline = true)] string text,
        JsonElement schema,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Multiline = true)] string instruction = "",
        [Range(1, 10)] int attempts = 2,
        [Range(0, LlmLoaderNode.MostTokens)] int maxTokens = 0,
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double? temperature = null,
        SamplingSettings? sampling = null,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var wanted = Wanted(schema);
        var system = $"{Task}{(instruction.Length > 0 ? "\n\n" + instruction : "")}\n\nJSON Schema:\n{JsonSerializer.Serialize(wanted)}";
        var request = Turns.Request(maxTokens, SamplingSettings.Of(sampling, seed, temperature ?? (sampling is null ? 0 : null)), repeatable) with { Messages = Turns.Of(system, text) };
        return await _structured.AskAsync(model, request, wanted, attempts, context, [.. Turns.Inputs, (nameof(TextRequest.Messages), "text")]);
    }

    internal static IEnumerable<InputFault> Faults(JsonElement? schema) => schema is null ? [] : InputFaults.Of(("schema", () => Wanted(schema.Value)));

    private static JsonElement Wanted(JsonElement schema)
        => SchemaInput.Read(schema, "schema") ?? throw Failures.At("schema", "'schema' is empty; a JSON Schema such as {\"type\": \"object\", \"properties\": {…}} would be right.");
}
