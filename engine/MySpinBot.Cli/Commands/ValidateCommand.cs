using System.CommandLine;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary><c>validate GRAPH</c>: says everything that is wrong, and runs nothing.</summary>
internal static class ValidateCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var graph = new Argument<string>("GRAPH") { Description = "The graph: a file, a picture, film or sound that holds one, or - for standard input." };
        var command = new Command("validate", "Says everything that is wrong with a graph, and runs nothing.") { graph, EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false);
        var changes = new ChangeFlags().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = new GraphSource(parsed.GetRequiredValue(graph));
            var notices = new Notices(surroundings, parsed.GetValue(EngineFlags.Json));
            await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, source) with { Report = notices.Say }, cancellation);
            notices.SayRefused(engine);
            var checkedGraph = await CheckedGraph.ReadAsync(source, changes.Read(parsed), engine, surroundings, cancellation);
            notices.SayOf(checkedGraph);
            return Say(checkedGraph, surroundings, parsed.GetValue(EngineFlags.Json));
        });
        return command;
    }

    private static int Say(CheckedGraph checkedGraph, Surroundings surroundings, bool asJson)
    {
        if (checkedGraph.Graph is not { } graph)
        {
            return new Complaints(surroundings, asJson).Say(checkedGraph.Problems);
        }

        surroundings.Output.WriteLine(asJson
            ? new JsonObject { ["event"] = "valid", ["nodes"] = graph.Nodes.Length }.ToJsonString(MessageJson.Options)
            : $"The graph can run: {graph.Nodes.Length} nodes.");
        return ExitCode.Done;
    }
}
