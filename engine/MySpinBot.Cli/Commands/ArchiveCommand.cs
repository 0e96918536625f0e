using System.CommandLine;
using MySpinBot.Cli.Archives;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Runtime;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Commands;

/// <summary><c>archive GRAPH</c>: packs a graph and the files that it reads into one file that runs elsewhere.</summary>
internal static class ArchiveCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var graph = new Argument<string>("GRAPH") { Description = "The graph's file, or - for standard input." };
        var output = new Option<string>("--output", "-o") { Description = "The archive.", HelpName = "FILE", Required = true };
        var withModels = new Option<bool>("--with-models") { Description = "Pack the models, too. They come under terms of their own." };
        var command = new Command("archive", "Packs a graph and the files that it reads into one file (.zip) that runs elsewhere. Models are named by what is in them, and packed on request.") { graph, output, withModels, EngineFlags.Json };
        var flags = new EngineFlags().AddTo(command, runs: false);
        var changes = new ChangeFlags().AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (source, asJson) = (new GraphSource(parsed.GetRequiredValue(graph)), parsed.GetValue(EngineFlags.Json));
            var notices = new Notices(surroundings, asJson);
            await using var engine = await Engine.OpenAsync(flags.Read(parsed, surroundings, source) with { Report = notices.Say }, cancellation);
            notices.SayRefused(engine);
            var checkedGraph = await CheckedGraph.ReadAsync(source, changes.Read(parsed), engine, surroundings, cancellation);
            return checkedGraph.Graph is null
                ? new Complaints(surroundings, asJson).Say(checkedGraph.Problems)
                : await PackAsync(engine, checkedGraph, parsed.GetRequiredValue(output), parsed.GetValue(withModels), new Complaints(surroundings, asJson), cancellation);
        });
        return command;
    }

    private static async Task<int> PackAsync(Engine engine, CheckedGraph graph, string path, bool withModels, Complaints complaints, CancellationToken cancellation)
    {
        var (manifest, files, problems) = await engine.DescribeAsync(graph.Graph!, HandedIn.Of(graph.Utf8), cancellation);
        if (manifest is null)
        {
            return complaints.Say(problems);
        }

        var archived = new ArchivedJob { Files = JobArchive.FilesOf(manifest), Models = JobArchive.ModelsOf(manifest, withModels) };
        var places = files.DistinctBy(file => file.Id).ToDictionary(file => file.Id);
        var items = new List<ZipItem>
        {
            ZipItem.Of(JobArchive.GraphName, graph.Utf8), ZipItem.Of(JobArchive.JobName, archived.Write()), ZipItem.Of(JobArchive.ManifestName, ManifestForm.WriteLines(manifest)),
        };
        var packedModels = archived.Models.Where(model => model.Entry is not null).Select(model => new ArchivedFile(model.Name, model.Id, model.Bytes, model.Entry!));
        foreach (var file in archived.Files.Concat(packedModels).DistinctBy(file => file.Entry).OrderBy(file => file.Entry, StringComparer.Ordinal))
        {
            if (await PackedFile.MeasureAsync(file.Entry, file.Id, file.Bytes, () => File.OpenRead(places[file.Id].Path), cancellation) is not { } item)
            {
                return complaints.Say([new GraphProblem(ProblemCodes.MissingFile, null, null, $"The file '{file.Path}' was changed while it was being packed. Pack the graph again.")]);
            }

            items.Add(item);
        }

        await WholeFile.WriteAsync(path, stream => ZipWriter.WriteAsync(stream, items, cancellation));
        var models = archived.Models.Count == 0 || withModels ? "" : $" It uses {archived.Models.Count} {(archived.Models.Count == 1 ? "model, which is" : "models, which are")} named in it by content and not packed ('--with-models' packs them); elsewhere {(archived.Models.Count == 1 ? "it is" : "they are")} found under any name.";
        complaints.Say("archived", $"'{path}' has the graph and {items.Count - 3} {(items.Count == 4 ? "file" : "files")}.{models}");
        return ExitCode.Done;
    }
}
