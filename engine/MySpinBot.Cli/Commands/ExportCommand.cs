using System.CommandLine;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Documents.Exporting;

namespace MySpinBot.Cli.Commands;

/// <summary><c>export GRAPH</c>: a graph for others: ComfyUI's API format, or a program that hands it to a server.</summary>
internal static class ExportCommand
{
    /// <summary>Where a server is unless somebody says otherwise.</summary>
    public static Uri DefaultServer { get; } = new("http://127.0.0.1:8188");

    public static Command Make(Surroundings surroundings)
    {
        var graph = new Argument<string>("GRAPH") { Description = "The graph, in any form that 'convert' takes; - for standard input." };
        var form = new Option<string>("--as") { Description = "What is written.", HelpName = string.Join('|', GraphExport.Words.Keys), DefaultValueFactory = _ => "api" };
        form.AcceptOnlyFromAmong([.. GraphExport.Words.Keys]);
        var bare = new Option<bool>("--manifest-free", "--bare") { Description = "Leave out what no run needs: titles, descriptions, groups, notes, places, and what other programs keep." };
        var server = new Option<string>("--server") { Description = "The server that programs talk to.", HelpName = "URL", DefaultValueFactory = _ => DefaultServer.ToString() };
        server.Validators.Add(result =>
        {
            if (ServerOf(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--server takes an address such as {DefaultServer}, not '{result.GetValueOrDefault<string>()}'.");
            }
        });
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; standard output where none is named.", HelpName = "FILE" };
        var command = new Command("export", "Writes a graph for others: ComfyUI's API format, or a program that hands it to a server.") { graph, form, bare, server, output };
        var documents = new DocumentFlags().AddTo(command);
        var flags = new EngineFlags().AddTo(command, runs: false);
        var changes = new ChangeFlags().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (notices, complaints) = (new Notices(surroundings, asJson: false), new Complaints(surroundings, asJson: false));
            var desk = new DocumentDesk(surroundings, parsed, flags, documents.ObjectInfo(parsed), notices, cancellation);
            if (await desk.ReadAsync(documents.Source(parsed, parsed.GetRequiredValue(graph)), complaints) is not { } document)
            {
                return ExitCode.Wrong;
            }

            var nodes = await desk.NodesAsync();
            var changed = changes.Read(parsed).Apply(document, nodes.Catalog);
            if (!changed.Problems.IsEmpty)
            {
                return complaints.Say(changed.Problems);
            }

            var export = new GraphExport(GraphExport.Words[parsed.GetRequiredValue(form)], ServerOf(parsed.GetValue(server))!);
            var written = parsed.GetValue(bare) ? GraphExport.Bare(changed.Document) : changed.Document;
            return await desk.WriteAsync(export, written, parsed.GetValue(output), complaints);
        });
        return command;
    }

    private static Uri? ServerOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
