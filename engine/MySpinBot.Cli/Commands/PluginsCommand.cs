using System.CommandLine;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary><c>plugins</c>: which plugins there are and how they fared.</summary>
internal static class PluginsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("plugins", "Lists the plugins, and says of each whether it was loaded.") { EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, null), cancellation);
            foreach (var plugin in engine.Catalog.Entries.GroupBy(entry => entry.Plugin))
            {
                surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json)
                    ? JsonSerializer.Serialize(new { Name = plugin.Key, Nodes = plugin.Select(entry => entry.ClassType) }, MessageJson.Options)
                    : $"{plugin.Key}: {plugin.Count()} nodes");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
