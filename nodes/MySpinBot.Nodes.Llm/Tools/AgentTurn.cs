using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>One turn of an agent: the model is asked, and what it calls becomes nodes.</summary>
/// <param name="answers">Who answers.</param>
internal sealed class AgentTurn(LanguageAnswers answers)
{
    /// <summary>Takes a turn: an answer, or the nodes of the tools that are called and the next turn behind them.</summary>
    public async Task<Outcome<(string Answer, ChatHistory History, long Turns)>> TakeAsync(AgentState state, NodeContext context)
    {
        var request = Turns.Request(state.MaxTokens, state.Sampling.Values with { Seed = state.Sampling.Values.Seed + state.Turn }, state.Repeatable) with
        {
            Messages = state.History.Messages,
            Tools = [.. state.Tools.Select(tool => tool.Declaration)],
        };
        var answer = await answers.AskAsync(state.Model, request, context, [.. Turns.Inputs, (nameof(TextRequest.Messages), "task")]);
        var said = new ChatMessage("assistant", answer.Text.Length > 0 || answer.ToolCalls.Count == 0 ? answer.Text : null) { ToolCalls = answer.ToolCalls };
        var next = state with { History = state.History.With(said), Turn = state.Turn + 1 };
        if (answer.ToolCalls.Count == 0)
        {
            return (answer.Text, next.History, (long)next.Turn);
        }

        return next.Turn < state.MostTurns
            ? Calls(next, answer.ToolCalls, context)
            : throw Failures.At("max_turns", $"The model was asked {next.Turn} times and still calls tools ({string.Join(", ", answer.ToolCalls.Select(call => call.Name))}); 'max_turns' allows no more.");
    }

    // A tool is run by the node that runs bodies of loops, once, with the arguments beside it. What cannot be called is told to the model instead.
    private static Expansion Calls(AgentState state, IReadOnlyList<ToolCall> calls, NodeContext context)
    {
        var fragment = new GraphFragment();
        var told = new List<(string, object?)> { ("state", state) };
        for (var i = 0; i < calls.Count; i++)
        {
            var tool = state.Tools.FirstOrDefault(tool => tool.Name == calls[i].Name);
            var fault = tool is null ? $"There is no tool '{calls[i].Name}'; there are {string.Join(", ", state.Tools.Select(each => each.Name))}." : null;
            var arguments = tool is null ? null : ToolArguments.Read(tool, calls[i].Arguments, out fault);
            if (arguments is { } given)
            {
                context.Log.Info($"The model calls {tool!.Name}({calls[i].Arguments}).");
                var run = fragment.Add(Id("call", i), "RepeatTimes", [("initial", given), ("times", 1L), ("body", tool.Body), .. Linked(fragment, given, i)]);
                told.Add((Id("result", i), fragment.Add(Id("text", i), "LlmToolText", ("results", run.Output())).Output()));
            }
            else
            {
                context.Log.Info($"What the model calls cannot be called, which it is told: {fault}");
                told.Add((Id("result", i), Passed(fragment, Id("fault", i), fault)));
            }
        }

        var step = fragment.Add("turn", "LlmAgentTurn", [.. told]);
        return new Expansion(fragment, step.Output(0), step.Output(1), step.Output(2));
    }

    // Inputs that a node does not declare come over links: each value becomes a node that passes it on.
    private static IEnumerable<(string, object?)> Linked(GraphFragment fragment, JsonElement arguments, int call)
        => arguments.EnumerateObject().Select((argument, i) => (argument.Name, (object?)Passed(fragment, $"{Id("call", call)}_{Id("argument", i)}", ToolArguments.Constant(argument.Value))));

    private static FragmentLink Passed(GraphFragment fragment, string id, object? value) => fragment.Add(id, "PassThrough", ("value", value)).Output();

    private static string Id(string what, int index) => what + index.ToString(CultureInfo.InvariantCulture);
}
