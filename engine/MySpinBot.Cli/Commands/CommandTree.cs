using System.CommandLine;
using System.CommandLine.Invocation;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;

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
                .Say([.. parsed.Errors.Select(error => error.Message).Distinct().Select(message => new GraphProblem("command_line", null, null, $"{message}{Meant(parsed, message)} {advice}"))]);
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

    // The parser's own suggestions would go past the form in which problems are told. Of names that are equally near, the one that begins alike is meant: slips are seldom at the start.
    private static string Meant(ParseResult parsed, string message)
    {
        if (parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal)) is not { } token)
        {
            return "";
        }

        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name)
            .Concat(command.Options.Where(each => !each.Hidden).SelectMany(each => each.Aliases.Append(each.Name)));
        var given = token.Split('=')[0];
        return new NearestNames().Ask(given, names.OrderByDescending(name => given.AsSpan().CommonPrefixLength(name)));
    }

    private static IEnumerable<string> PathOf(System.CommandLine.Parsing.CommandResult result)
        => result.Parent is System.CommandLine.Parsing.CommandResult parent ? PathOf(parent).Append(result.Command.Name) : [];
}
