using System.CommandLine;
using System.CommandLine.Invocation;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents;

namespace MySpinBot.Cli.Commands;

/// <summary>All commands, and what a command line that fits none of them is answered.</summary>
internal static class CommandTree
{
    public static async Task<int> InvokeAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellation)
    {
        var root = new RootCommand("A workflow engine for generative media: a graph of nodes becomes a video.")
        {
            RunCommand.Make(surroundings),
            ValidateCommand.Make(surroundings),
            ArchiveCommand.Make(surroundings),
            ConvertCommand.Make(surroundings),
            DiffCommand.Make(surroundings),
            ExportCommand.Make(surroundings),
            ServeCommand.Make(surroundings),
            KeysCommand.Make(surroundings),
            NodesCommand.Make(surroundings),
            PluginsCommand.Make(surroundings),
            CacheCommand.Make(surroundings),
            ConfigCommand.Make(surroundings),
            DoctorCommand.Make(surroundings),
            ModelsCommand.Make(surroundings),
            DevicesCommand.Make(surroundings),
            WorkerCommand.Make(surroundings),
            PreviewerCommand.Make(surroundings),
            BenchCommand.Make(surroundings),
            VersionCommand.Make(surroundings),
        };
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction || (parsed.Action is null && parsed.Errors.Count > 0))
        {
            var advice = $"'myspinbot {string.Join(' ', PathOf(parsed.CommandResult).Append("--help"))}' says what would be right.";
            return new Complaints(surroundings, arguments.Contains(EngineFlags.Json.Name))
                .Say([.. parsed.Errors.Select(error => error.Message).Distinct().Select(message => new GraphProblem("command_line", null, null, $"{message} {advice}"))]);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation);
        }
        catch (ConfigurationRefusal refusal)
        {
            return new Complaints(surroundings, arguments.Contains(EngineFlags.Json.Name)).Say([.. refusal.Faults.Select(fault => new GraphProblem("configuration", null, null, fault))]);
        }
    }

    private static IEnumerable<string> PathOf(System.CommandLine.Parsing.CommandResult result)
        => result.Parent is System.CommandLine.Parsing.CommandResult parent ? PathOf(parent).Append(result.Command.Name) : [];
}
