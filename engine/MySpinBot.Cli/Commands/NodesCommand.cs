using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Cli.Commands;

/// <summary><c>nodes [NAME]</c>: what node types there are, or everything about one.</summary>
internal static class NodesCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var name = new Argument<string?>("NAME") { Description = "A node type; without one all are listed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("nodes", "Lists the node types, or explains one.") { name, EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false, reads: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            // Not as events: with --json the answer is one value, and a line beside it would spoil it.
            var notices = new Notices(surroundings, asJson: false);
            await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, null) with { Report = notices.Say }, cancellation);
            notices.SayRefused(engine);
            return Say(engine, parsed.GetValue(name), surroundings, parsed.GetValue(EngineFlags.Json));
        });
        return command;
    }

    private static int Say(Engine engine, string? name, Surroundings surroundings, bool asJson)
    {
        var catalog = engine.Catalog;
        if (name is null)
        {
            surroundings.Output.WriteLine(asJson ? NodeJson.Of(catalog.Entries) : NodeHelp.List(catalog.Entries));
            return ExitCode.Done;
        }

        if (catalog.Find(name) is not { } entry)
        {
            var near = catalog.Entries.Select(entry => entry.ClassType).Where(other => other.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(other, StringComparison.OrdinalIgnoreCase)).Take(5).ToList();
            var advice = near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "'myspinbot nodes' lists those that there are.";
            return new Complaints(surroundings, asJson).Say([new GraphProblem(ProblemCodes.UnknownNodeType, null, null, $"There is no node type '{name}'. {advice}")]);
        }

        surroundings.Output.WriteLine(asJson ? NodeJson.Of(entry) : NodeHelp.Of(entry, ExampleOf(entry, engine)));
        return ExitCode.Done;
    }

    private static NodeExample? ExampleOf(CatalogEntry entry, Engine engine)
        => engine.Plugins.FirstOrDefault(plugin => plugin.Nodes.Contains(entry.ClassType)) is { } plugin ? NodeExample.Of(plugin, entry.ClassType) : null;
}
