using System.CommandLine;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Explaining;

namespace MySpinBot.Cli.Commands;

/// <summary><c>cache size|clear|why</c>: looks after the results that are kept.</summary>
internal static class CacheCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("cache", "Looks after the results that are kept.");
        command.Add(Size(surroundings));
        command.Add(Clear(surroundings));
        command.Add(Why(surroundings));
        return command;
    }

    private static Command Size(Surroundings surroundings)
    {
        var command = new Command("size", "Says how much is kept, and where.") { EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false, reads: false);
        command.SetAction(parsed =>
        {
            var folder = flags.CacheFolder(parsed, surroundings);
            var (files, bytes) = CacheFolder.Measure(folder);
            surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json)
                ? JsonSerializer.Serialize(new { Folder = folder, Files = files, Bytes = bytes }, MessageJson.Options)
                : $"{ByteSize.Write(bytes)} in {files} files, in {folder}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Clear(Surroundings surroundings)
    {
        var command = new Command("clear", "Forgets all results. What was saved to output folders stays.") { EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false, reads: false);
        command.SetAction(parsed =>
        {
            var folder = flags.CacheFolder(parsed, surroundings);
            var (_, bytes) = CacheFolder.Measure(folder);
            if (CacheFolder.Clear(folder) is { } refusal)
            {
                new Complaints(surroundings, parsed.GetValue(EngineFlags.Json)).Say("refused", refusal);
                return ExitCode.StepFailed;
            }

            surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json)
                ? JsonSerializer.Serialize(new { Folder = folder, FreedBytes = bytes }, MessageJson.Options)
                : $"Cleared {folder}: {ByteSize.Write(bytes)} freed.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Why(Surroundings surroundings)
    {
        var node = new Argument<string>("NODE") { Description = "The node's id." };
        var graph = new Option<string?>("--graph") { Description = "The graph it is in; the one that ran last where none is given.", HelpName = "GRAPH" };
        var command = new Command("why", "Says why a node ran or was reused in the last run.") { node, graph, EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false, reads: false);
        command.SetAction(parsed =>
        {
            var journal = new JournalFile(flags.CacheFolder(parsed, surroundings));
            var run = parsed.GetValue(graph) is { } name ? journal.Read(new Graphs.GraphSource(name).Name) : journal.ReadLatest();
            return Say(run, parsed.GetRequiredValue(node), surroundings, parsed.GetValue(EngineFlags.Json));
        });
        return command;
    }

    private static int Say(RunRecord? run, string nodeId, Surroundings surroundings, bool asJson)
    {
        var complaints = new Complaints(surroundings, asJson);
        if (run is null)
        {
            complaints.Say("refused", "No run is on record: run the graph first, with the same cache folder.");
            return ExitCode.Wrong;
        }

        if (run.Steps.FirstOrDefault(step => step.NodeId == nodeId) is not { } step)
        {
            complaints.Say("refused", $"Node '{nodeId}' was not looked at in the last run of {run.Graph}: nothing that was wanted needed it. Those that were: {string.Join(", ", run.Steps.Take(20).Select(step => step.NodeId))}.");
            return ExitCode.Wrong;
        }

        IEnumerable<string> why = step.IsEarlier ? ["Not looked at in the last run: what is below it was known. The time before:", .. step.Why] : step.Why;
        surroundings.Output.WriteLine(asJson
            ? JsonSerializer.Serialize(step, MessageJson.Options)
            : $"{step.NodeId} ({step.ClassType}), {run.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}, {run.Graph}{Environment.NewLine}  {PlainText.Of(string.Join($"{Environment.NewLine}  ", why))}");
        return ExitCode.Done;
    }
}
