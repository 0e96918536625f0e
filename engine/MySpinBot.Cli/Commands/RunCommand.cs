using System.CommandLine;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary><c>run GRAPH</c>: reads, changes, checks and runs a graph.</summary>
internal static class RunCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var graph = new Argument<string>("GRAPH") { Description = "The graph: a file, a picture, film or sound that holds one, or - for standard input." };
        var check = new Option<bool>("--check") { Description = "Run what is known again, and say where it gives something else." };
        var command = new Command("run", "Runs a graph.") { graph, check, EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: true);
        var changes = new ChangeFlags().AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            surroundings,
            new GraphSource(parsed.GetRequiredValue(graph)),
            flags.Read(parsed, surroundings, new GraphSource(parsed.GetRequiredValue(graph))),
            changes.Read(parsed),
            parsed.GetValue(check),
            parsed.GetValue(EngineFlags.Json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, GraphSource source, EngineOptions options, GraphChanges changes, bool check, bool asJson, CancellationToken cancellation)
    {
        var notices = new Notices(surroundings, asJson);
        await using var engine = await Engine.OpenAsync(options with { Report = notices.Say }, cancellation);
        notices.SayRefused(engine);
        var checkedGraph = await CheckedGraph.ReadAsync(source, changes, engine, surroundings, cancellation);
        notices.SayOf(checkedGraph);
        if (checkedGraph.Graph is not { } graph)
        {
            return new Complaints(surroundings, asJson).Say(checkedGraph.Problems);
        }

        await using var screen = ScreenFor(surroundings, asJson, graph);
        notices.ShowOn(screen);
        var run = new RunOptions { Check = check, Document = checkedGraph.Document, GraphName = source.Name };
        var summary = await engine.RunAsync(graph, run, screen.On, cancellation);
        await screen.CloseAsync(summary, options.OutputFolder);
        notices.ShowOn(null);
        return summary.Outcome switch
        {
            RunOutcome.Succeeded => ExitCode.Done,
            RunOutcome.Failed => ExitCode.StepFailed,
            _ => ExitCode.Interrupted,
        };
    }

    private static IRunScreen ScreenFor(Surroundings surroundings, bool asJson, ValidGraph graph)
    {
        var titles = graph.Nodes.ToDictionary(node => node.Id, node => node.Title ?? node.Type.Descriptor.Title, StringComparer.Ordinal);
        return (asJson, surroundings.IsTerminal) switch
        {
            (true, _) => new JsonScreen(surroundings.Output),
            (_, true) => new LiveScreen(LiveScreen.ConsoleOn(surroundings.Output, surroundings.Variable("NO_COLOR") is null or ""), surroundings.Time, titles),
            _ => new PlainScreen(surroundings.Output, surroundings.Error, surroundings.Time, titles),
        };
    }
}
