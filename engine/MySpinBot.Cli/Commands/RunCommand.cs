using System.Collections.Immutable;
using System.CommandLine;
using MySpinBot.Cli.Archives;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary><c>run GRAPH</c>: reads, changes, checks and runs a graph.</summary>
internal static class RunCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var graph = new Argument<string>("GRAPH") { Description = "The graph: a file, a picture, film or sound that holds one, the archive of a job (.zip), or - for standard input." };
        var check = new Option<bool>("--check") { Description = "Run what is known again, and say where it gives something else." };
        var command = new Command("run", "Runs a graph.") { graph, check, EngineFlags.Json };
        var records = new RecordFlags().AddTo(command);
        var flags = new EngineFlags().AddTo(command, runs: true);
        var changes = new ChangeFlags().AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            surroundings,
            new GraphSource(parsed.GetRequiredValue(graph)),
            flags.Read(parsed, surroundings, new GraphSource(parsed.GetRequiredValue(graph))),
            changes.Read(parsed),
            records.Read(parsed),
            parsed.GetValue(check),
            parsed.GetValue(EngineFlags.Json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, GraphSource source, EngineOptions options, GraphChanges changes, RecordWish record, bool check, bool asJson, CancellationToken cancellation)
    {
        var notices = new Notices(surroundings, asJson);
        var complaints = new Complaints(surroundings, asJson);
        using var job = await UnpackedJob.TryOpenAsync(source, cancellation);
        var (strict, unreadable) = await RecordedRun.ReadAsync(record.StrictFile, cancellation);
        if (unreadable is not null || job is { Problems.IsEmpty: false })
        {
            return complaints.Say([.. job?.Problems ?? [], .. unreadable is null ? [] : new[] { unreadable }]);
        }

        options = job is null ? options : options with { InputFolders = [job.Inputs, .. options.InputFolders], ModelFolders = job.WithModels(options.ModelFolders) };
        await using var engine = await Engine.OpenAsync(options with { Report = notices.Say }, cancellation);
        engine.LookForDevices();
        notices.SayRefused(engine);
        await (job?.FindModelsAsync(engine, cancellation) ?? Task.CompletedTask);
        var checkedGraph = await CheckedGraph.ReadAsync(job?.GraphFor(engine.Catalog) ?? source, changes, engine, surroundings, cancellation);
        notices.SayOf(checkedGraph);
        if (await ProblemsAsync(engine, checkedGraph, strict, cancellation) is { IsEmpty: false } problems)
        {
            return complaints.Say(problems);
        }

        var graph = checkedGraph.Graph!;
        await using var screen = ScreenFor(surroundings, asJson, graph);
        notices.ShowOn(screen);
        var run = new RunOptions
        {
            Check = check,
            Document = checkedGraph.Document,
            GraphName = source.Name,
            Policies = job?.Policies ?? ImmutableDictionary<string, StepPolicy>.Empty,
            Manifest = record.ManifestFile is null && strict is null ? null : HandedIn.Of(checkedGraph.Utf8),
            Strict = strict,
        };
        var summary = await engine.RunAsync(graph, run, screen.On, cancellation);
        await screen.CloseAsync(summary, options.OutputFolder);
        notices.ShowOn(null);
        if (record.ManifestFile is { } file && !await RecordedRun.WriteAsync(file, summary.Manifest, complaints))
        {
            return ExitCode.StepFailed;
        }

        return summary.Outcome switch
        {
            RunOutcome.Succeeded => ExitCode.Done,
            RunOutcome.Failed => ExitCode.StepFailed,
            _ => ExitCode.Interrupted,
        };
    }

    /// <summary>All that keeps a graph from running, and, where it has to be the same as another run, all that would not be.</summary>
    private static async Task<ImmutableArray<GraphProblem>> ProblemsAsync(Engine engine, CheckedGraph graph, RunManifest? strict, CancellationToken cancellation)
    {
        var problems = graph.Graph is null ? graph.Problems : [];
        return strict is null ? problems : [.. problems, .. await engine.CompareAsync(graph.Graph, strict, cancellation)];
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
