using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Core.Weights;
using MySpinBot.Server.Files;
using MySpinBot.Server.Previews;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/models</c>, <c>/embeddings</c>, <c>/experiment/models</c>, <c>/view_metadata</c>: the models that there are.</summary>
internal sealed class ModelRoutes(ServerFolders folders, FileLists files, PreviewDesk previews)
{
    private static readonly string[] PreviewEndings = [".preview.png", ".png", ".preview.webp", ".webp", ".preview.jpg", ".jpg", ".preview.jpeg", ".jpeg", ".preview.gif", ".gif"];

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Read("/models", context => ComfyJson.AnswerAsync(context, folders.Models.Keys));
        routes.Read("/models/{folder}", NamesAsync);
        routes.Read("/embeddings", context => ComfyJson.AnswerAsync(context, files.Of(new FileChoice("embeddings", [])).Names.Select(name => Path.ChangeExtension(name, null))));
        routes.Read("/experiment/models", KindsAsync);
        routes.Read("/experiment/models/{folder}", FilesAsync);
        routes.Read("/experiment/models/preview/{folder}/{index}/{**name}", PreviewAsync);
        routes.Read("/view_metadata/{folder}", MetadataAsync);
    }

    private Task NamesAsync(HttpContext context) => ComfyJson.AnswerAsync(context, files.Of(new FileChoice(Kind(context), [])).Json);

    private Task KindsAsync(HttpContext context)
        => ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var (kind, places) in folders.Models)
            {
                if (kind is not ("configs" or "custom_nodes"))
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", kind);
                    writer.WriteStartArray("folders");
                    foreach (var place in places)
                    {
                        writer.WriteStringValue(place);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
        });

    private Task FilesAsync(HttpContext context)
    {
        var kind = Kind(context);
        return ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartArray();
            var places = files.FoldersOf(kind);
            for (var index = 0; index < places.Count; index++)
            {
                foreach (var name in files.ModelsIn(kind, places[index]))
                {
                    if (new FileInfo(Path.Join(places[index], name)) is { Exists: true } file)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("name", name);
                        writer.WriteNumber("pathIndex", index);
                        writer.WriteNumber("modified", UserFiles.Milliseconds(file.LastWriteTimeUtc) / 1000.0);
                        writer.WriteNumber("created", UserFiles.Milliseconds(file.CreationTimeUtc) / 1000.0);
                        writer.WriteNumber("size", file.Length);
                        writer.WriteEndObject();
                    }
                }
            }

            writer.WriteEndArray();
        });
    }

    private async Task PreviewAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var places = files.FoldersOf((string)values["folder"]!);
        if (!int.TryParse((string?)values["index"], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= places.Count)
        {
            throw Missing($"There is no such folder of models; 'pathIndex' is from 0 to {places.Count - 1}.");
        }

        var parts = PathNames.Parts(Uri.UnescapeDataString((string?)values["name"] ?? ""), RefusalKind.Wrong, "The model's name");
        var stem = Path.ChangeExtension(Path.Join([places[index], .. parts]), null);
        var picture = PreviewEndings.Select(ending => stem + ending).FirstOrDefault(File.Exists) ?? throw Missing("There is no picture beside this model.");
        try
        {
            await PreviewAnswer.SendAsync(context, previews, PreviewSource.Of(picture), new PreviewWish(PreviewKind.Whole, PreviewFormat.Webp));
        }
        catch (NoPreview none)
        {
            throw Missing(none.Message);
        }
    }

    private Task MetadataAsync(HttpContext context)
    {
        var kind = Kind(context);
        var name = context.Request.Query["filename"].FirstOrDefault();
        if (string.IsNullOrEmpty(name) || !name.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            throw Missing("Only safetensors files have metadata: give 'filename' with the name of one.");
        }

        var path = files.FindModel(kind, name) ?? throw Missing($"There is no model '{ServerFolders.Sentence(name)}' in {kind}.");
        var metadata = SafetensorsMetadata.Read(path) ?? throw Missing($"The model '{ServerFolders.Sentence(name)}' has no metadata, or its head is damaged.");
        return ComfyJson.AnswerAsync(context, metadata.WriteTo);
    }

    private string Kind(HttpContext context)
        => RawPath.Segment(context, 1) is var kind && files.IsKind(kind) ? ModelKinds.Today(kind)
            : throw Missing($"There is no kind of models '{ServerFolders.Sentence(kind)}'; /models has their names.");

    private static ServerRefusal Missing(string sentence) => new(RefusalKind.Missing, "no_such_model", sentence);
}
