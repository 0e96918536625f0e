using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents.Exporting;

namespace MySpinBot.Cli.Commands;

/// <summary><c>convert FILE</c>: a document of any form becomes ours, or ComfyUI's API format.</summary>
internal static class ConvertCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A graph, a workflow or API file of ComfyUI, or a picture, film, sound or model that holds one; - for standard input." };
        var to = new Option<string>("--to") { Description = "What it becomes: our own 'graph', or ComfyUI's 'api' format.", HelpName = "graph|api", DefaultValueFactory = _ => "graph" };
        to.AcceptOnlyFromAmong("graph", "api");
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; standard output where none is named.", HelpName = "FILE" };
        var command = new Command("convert", "Turns a graph of any form into ours or ComfyUI's API format.") { file, to, output };
        var documents = new DocumentFlags().AddTo(command);
        var flags = new EngineFlags().AddTo(command, runs: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (notices, complaints) = (new Notices(surroundings, asJson: false), new Complaints(surroundings, asJson: false));
            var desk = new DocumentDesk(surroundings, parsed, flags, documents.ObjectInfo(parsed), notices, cancellation);
            if (await desk.ReadAsync(documents.Source(parsed, parsed.GetRequiredValue(file)), complaints) is not { } document)
            {
                return ExitCode.Wrong;
            }

            var export = new GraphExport(GraphExport.Words[parsed.GetRequiredValue(to)], ExportCommand.DefaultServer);
            return await desk.WriteAsync(export, document, parsed.GetValue(output), complaints);
        });
        return command;
    }
}
