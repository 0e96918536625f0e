using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Models that call tools.</summary>
/// <param name="answers">Who answers.</param>
public sealed class LlmAgentNode(LanguageAnswers answers)
{
    private const int MostTools = 128;
    private const int MostTurns = 100;

    private readonly AgentTurn _turn = new(answers);

    /// <summary>Gives a language model a task and tools. What it calls is run as nodes of the graph and told to it, until it answers.</summary>
    /// <remarks>Each turn is a node of its own, and so is what each tool does: they are shown, kept and reused like any others, and several calls of one turn run beside each other. What is wrong with a call, a name or an argument,
    /// is told to the model; a tool whose node fails ends the run.</remarks>
    /// <param name="model">The model: one that has learnt to call tools.</param>
    /// <param name="task">What is to be done.</param>
    /// <param name="tools">What the model may call, of LlmTool; several are put together with CreateList.</param>
    /// <param name="context">Where the answer is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="history">What was said before; nothing begins a conversation.</param>
    /// <param name="system">What the model is told to be, or to heed; empty leaves what the history has.</param>
    /// <param name="maxTurns">How often the model is asked at most.</param>
    /// <param name="maxTokens">The most tokens of a turn; 0 for what the context leaves.</param>
    /// <param name="seed">Another seed may be another way to do it.</param>
    /// <param name="temperature">0 takes the likeliest token each time; without it as sampling says, else 0.8.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="repeatable">Whether the same inputs give the same answers, computed by themselves; else they are computed together with others, and what was said before is not computed again.</param>
    /// <returns>answer: What the model answered in the end; history: The conversation, with all calls; turns: How often the model was asked.</returns>
    [Node("LlmAgent", Title = "Agent", Category = "llm/agents", Search = "llm,agent,tools,function calling,react,langgraph,loop", Lane = Lane.Async, Repeatability = Repeatability.SameMachine)]
    public async Task<Outcome<(string Answer, ChatHistory History, long Turns)>> BeginAsync(
        LanguageModel model,
        [Input(Multiline = true)] string task,
        IReadOnlyList<LanguageTool> tools,
        NodeContext context,
        CancellationToken cancellation,
        [Input(Type = "CHAT,JSON", SocketOnly = true)] object? history = null,
        [Input(Multiline = true)] string system = "",
        [Range(1, MostTurns)] int maxTurns = 8,
        [Range(0, LlmLoaderNode.MostTokens)] int maxTokens = 1024,
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double? temperature = null,
        SamplingSettings? sampling = null,
        [Input(Advanced = true)] bool repeatable = true)
    {
        ArgumentNullException.ThrowIfNull(tools);
        cancellation.ThrowIfCancellationRequested();
        if (tools.Count > MostTools || tools.Select(tool => tool.Name).Distinct(StringComparer.Ordinal).Count() < tools.Count)
        {
            throw Failures.At("tools", tools.Count > MostTools ? $"'tools' has {tools.Count} tools; a model is given {MostTools} at most." : "Two of the tools have the same name; each needs one of its own.");
        }

        var asked = ConversationInput.Read(history).Under(system).With(new ChatMessage("user", task));
        return await _turn.TakeAsync(
            new AgentState(model, asked, [.. tools], new SamplingSettings(SamplingSettings.Of(sampling, seed, temperature))) { MostTurns = maxTurns, MaxTokens = maxTokens, Repeatable = repeatable }, context);
    }

    /// <summary>One more turn of an agent. The node LlmAgent makes it.</summary>
    /// <param name="state">How far the agent has come.</param>
    /// <param name="context">Where the answer is shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="results">What came of the calls, <c>result0</c> and so on.</param>
    /// <returns>answer: What the model answered in the end; history: The conversation, with all calls; turns: How often the model was asked.</returns>
    [Node("LlmAgentTurn", Title = "Turn of an agent", Category = "llm/agents/made", Search = "agent", Lane = Lane.Async, Repeatability = Repeatability.SameMachine)]
    public async Task<Outcome<(string Answer, ChatHistory History, long Turns)>> GoOnAsync(AgentState state, NodeContext context, CancellationToken cancellation, ExtraInputs? results = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        cancellation.ThrowIfCancellationRequested();
        var given = results ?? ExtraInputs.None;
        var calls = state.History.Messages.IsEmpty ? [] : state.History.Messages[^1].ToolCalls;
        ChatMessage[] told =
        [
            .. calls.Select((call, i) => new ChatMessage("tool", given.TryGetValue("result" + i.ToString(CultureInfo.InvariantCulture), out var result) && result is string text
                ? text
                : throw Failures.At("results", $"The call of {call.Name} has no result; LlmAgent gives each one.")) { ToolCallId = call.Id, Name = call.Name }),
        ];
        return await _turn.TakeAsync(state with { History = state.History.With(told) }, context);
    }

    /// <summary>What a tool came to, as the text that a model is told. The node LlmAgent makes it.</summary>
    /// <param name="results">What it came to; of several, each on its own line.</param>
    /// <returns>The text.</returns>
    [Node("LlmToolText", Title = "Result of a tool", Category = "llm/agents/made", Search = "agent")]
    public static string Tell([Input(SocketOnly = true)] IReadOnlyList<object> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return string.Join('\n', results.Select(result => result switch
        {
            null => "null",
            string text => text,
            JsonElement json => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText(),
            bool flag => flag ? "true" : "false",
            IFormattable number when number is long or int or double or float => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw Failures.At("results", $"The tool came to a value of the kind {result.GetType().Name}, which a model cannot be told; a text, a number or JSON would be right."),
        }));
    }
}
