using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Conversations with language models.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmChatNode(LanguageAnswers answers)
{
    /// <summary>Says something to a language model and gives its answer, with the conversation so far. Linked to the next one, the model remembers.</summary>
    /// <remarks>The history is a conversation of another such node, or JSON as OpenAI's clients write it, <c>[{"role": "user", "content": "Hello."}]</c>. The answer is shown on the node while it is written.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="message">What is said to it.</param>
    /// <param name="context">Where the answer is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="history">What was said before; nothing begins a conversation.</param>
    /// <param name="system">What the model is told to be, or to heed; empty leaves what the history has.</param>
    /// <param name="memory">How many of the latest messages the model sees; 0 for all. The history that goes on has all of them.</param>
    /// <param name="maxTokens">The most tokens to write; 0 for what the context leaves.</param>
    /// <param name="seed">Another seed is another answer.</param>
    /// <param name="temperature">0 takes the likeliest token each time, higher is more surprising; without it as sampling says, else 0.8.</param>
    /// <param name="stop">Texts at which it ends, one a line; <c>\n</c> stands for a line end.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="repeatable">Whether the same inputs give the same answer, computed by itself; else it is computed together with others, and what was said before is not computed again.</param>
    /// <returns>reply: The answer; history: The conversation with the answer.</returns>
    [Node("LlmChat", Title = "Chat", Category = "llm", Search = "llm,chat,conversation,history,memory,assistant", Lane = Lane.Async, Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    public async Task<(string Reply, ChatHistory History)> SayAsync(
        LanguageModel model,
        [Input(Multiline = true)] string message,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Type = "CHAT,JSON", SocketOnly = true)] object? history = null,
        [Input(Multiline = true)] string system = "",
        [Range(0, ChatHistory.MostMessages)] int memory = 0,
        [Range(0, LlmLoaderNode.MostTokens)] int maxTokens = 512,
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double? temperature = null,
        [Input(Multiline = true, Advanced = true)] string stop = "",
        SamplingSettings? sampling = null,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var asked = ConversationInput.Read(history).Under(system).With(new ChatMessage("user", message));
        var request = Turns.Request(maxTokens, SamplingSettings.Of(sampling, seed, temperature), repeatable) with { Messages = asked.Latest(memory).Messages, Stop = StopLines.Read(stop) };
        var answer = await answers.AskAsync(model, request, context, [.. Turns.Inputs, (nameof(TextRequest.Messages), "message")]);
        return (answer.Text, asked.With(new ChatMessage("assistant", answer.Text)));
    }

    internal static IEnumerable<InputFault> Faults(string? stop) => InputFaults.Of(("stop", () => StopLines.Read(stop ?? "")));
}

/// <summary>A conversation as nodes take it: as a conversation, or as JSON of one.</summary>
internal static class ConversationInput
{
    /// <summary>Reads it; an empty one where there is none.</summary>
    public static ChatHistory Read(object? history) => history switch
    {
        null => ChatHistory.Empty,
        ChatHistory conversation => conversation,
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => ChatHistory.Empty,
        JsonElement json => ConversationJson.Read(json, "history"),
        _ => throw Failures.At("history", $"'history' takes a conversation or JSON, and was given {history.GetType().Name}."),
    };
}
