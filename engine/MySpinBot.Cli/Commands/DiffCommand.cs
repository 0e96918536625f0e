using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents.Differences;

namespace MySpinBot.Cli.Commands;

/// <summary><c>diff A B</c>: what is different between two graphs, by node and input.</summary>
internal static class DiffCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var before = new Argument<string>("A") { Description = "The earlier graph, in any form that 'convert' takes; - for standard input." };
        var after = new Argument<string>("B") { Description = "The later one." };
        var noLooks = new Option<bool>("--no-looks") { Description = "Do not tell where nodes stand and how they look." };
        var command = new Command("diff", "Says what is different between two graphs, by node and input. Ends with 0 where nothing is, 1 where something is, 2 where one cannot be read.")
        {
            before, after, noLooks, EngineFlags.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(before) == "-" && result.GetValue(after) == "-")
            {
                result.AddError("Only one of the two graphs can come over standard input.");
            }
        });
        var documents = new DocumentFlags().AddTo(command);
        var flags = new EngineFlags().AddTo(command, runs: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asJson = parsed.GetValue(EngineFlags.Json);
            var (notices, complaints) = (new Notices(surroundings, asJson), new Complaints(surroundings, asJson));
            var desk = new DocumentDesk(surroundings, parsed, flags, documents.ObjectInfo(parsed), notices, cancellation);
            var earlier = await desk.ReadAsync(documents.Source(parsed, parsed.GetRequiredValue(before)), complaints);
            var later = await desk.ReadAsync(documents.Source(parsed, parsed.GetRequiredValue(after)), complaints);
            if (earlier is null || later is null)
            {
                return ExitCode.Wrong;
            }

            var diff = GraphDiff.Between(earlier, later);
            var told = parsed.GetValue(noLooks) ? diff with { Changes = [.. diff.Changes.Where(change => change.Kind != GraphChangeKind.Moved)] } : diff;
            new DiffScreen(surroundings).Say(told, asJson);
            return told.Changes.IsEmpty ? ExitCode.Done : ExitCode.Different;
        });
        return command;
    }
}
