using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Cli.Commands;

/// <summary><c>plugins</c>: which plugins there are and how they fared.</summary>
internal static class PluginsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var command = new Command("plugins", "Lists the plugins, and says of each whether it was loaded.") { EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false, reads: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var notices = new Notices(surroundings, parsed.GetValue(EngineFlags.Json));
            await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, null) with { Report = notices.Say }, cancellation);
            Say(engine.Plugins, engine.PluginProblems, surroundings, parsed.GetValue(EngineFlags.Json));
            return engine.PluginProblems.IsEmpty && engine.Plugins.All(plugin => plugin.State != PluginState.Refused) ? ExitCode.Done : ExitCode.StepFailed;
        });
        return command;
    }

    private static void Say(IReadOnlyList<PluginStatus> plugins, IReadOnlyCollection<string> problems, Surroundings surroundings, bool asJson)
    {
        foreach (var plugin in plugins)
        {
            surroundings.Output.WriteLine(asJson ? Json(plugin) : Text(plugin));
        }

        foreach (var problem in problems)
        {
            new Complaints(surroundings, asJson).Say("problem", problem);
        }
    }

    private static string Text(PluginStatus plugin)
    {
        var version = plugin.Version is { } known ? $" {known.ToString(3)}" : "";
        var faults = string.Concat(plugin.Problems.Select(problem => $"{Environment.NewLine}    {problem}"));
        return PlainText.Of($"{plugin.State.ToString().ToLowerInvariant(),-8} {plugin.Name}{version}, {plugin.Nodes.Length} nodes, {plugin.AssemblyPath}{faults}");
    }

    private static string Json(PluginStatus plugin) => new JsonObject
    {
        ["event"] = "plugin",
        ["name"] = plugin.Name,
        ["state"] = plugin.State.ToString().ToLowerInvariant(),
        ["version"] = plugin.Version?.ToString(),
        ["assembly"] = plugin.AssemblyPath,
        ["content"] = plugin.Content.IsNone ? null : plugin.Content.ToString(),
        ["nodes"] = JsonSerializer.SerializeToNode(plugin.Nodes, MessageJson.Options),
        ["problems"] = JsonSerializer.SerializeToNode(plugin.Problems, MessageJson.Options),
    }.ToJsonString(MessageJson.Options);
}
