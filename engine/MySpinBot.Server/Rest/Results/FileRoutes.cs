using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Links;
using MySpinBot.Server.Rest.Uploads;
using MySpinBot.Server.Uploading;

namespace MySpinBot.Server.Rest.Results;

/// <summary>Bytes that come out and bytes that go in.</summary>
/// <remarks>Artifacts are not asked for their owner: an id is the hash of the bytes, and whoever knows it has them, or was told of them.</remarks>
internal sealed class FileRoutes(ServerFolders folders, UploadReceiver receiver, KnownBytes known, LinkRoutes links)
{
    private const int MostOfAPage = 1_000;

    private static readonly Dictionary<string, NameTaken> Taken = new() { ["number"] = NameTaken.Number, ["replace"] = NameTaken.Replace, ["refuse"] = NameTaken.Refuse };

    /// <summary>GET and HEAD /artifacts/{id}.</summary>
    public Task SendArtifactAsync(HttpContext context)
    {
        var (name, mediaType, isDownload) = ReadArtifact(context);
        return ArtifactAnswer.SendAsync(context, folders, ArtifactId(context), name, mediaType, isDownload);
    }

    /// <summary>POST /artifacts/{id}/link.</summary>
    public Task LinkArtifactAsync(HttpContext context)
    {
        _ = ReadArtifact(context);
        var id = ArtifactId(context);
        _ = ArtifactAnswer.Find(folders, id);
        return links.AnswerAsync(context, Addresses.Artifact(id));
    }

    /// <summary>GET and HEAD /files/content.</summary>
    public Task SendFileAsync(HttpContext context)
    {
        var (file, isDownload) = ReadFile(context);
        return new FileAnswer { Path = file.Find(folders), Name = file.Name, IsDownload = isDownload }.SendAsync(context);
    }

    /// <summary>POST /files/link.</summary>
    public Task LinkFileAsync(HttpContext context)
    {
        var (file, _) = ReadFile(context);
        _ = file.Find(folders);
        return links.AnswerAsync(context, $"{Addresses.Files}/content");
    }

    /// <summary>The artifact that an address names.</summary>
    /// <exception cref="ServerRefusal">It names none.</exception>
    internal static ContentId ArtifactId(HttpContext context)
        => Requests.Word(context, "id") is var word && ContentId.TryParse(word, out var id) ? id
            : throw new ServerRefusal(RefusalKind.Missing, "no_such_artifact", $"There is no artifact {Shown.Name(word)}; an artifact's id has 64 hexadecimal digits.");

    /// <summary>POST /uploads: a form with a file, or the bytes alone with <c>?name=</c>.</summary>
    public async Task ReceiveAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (name, subfolder) = (parameters.Text("name", 255), parameters.Text("subfolder"));
        var taken = parameters.Words("on_conflict", Taken);
        parameters.Check();
        var isForm = context.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true;
        if (!isForm && string.IsNullOrEmpty(name))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "missing_name", "The body is no form, so the file's name has to stand in the address: ?name=picture.png.");
        }

        using var upload = isForm ? await receiver.ReceiveFormAsync(context) : await receiver.ReceiveBodyAsync(context, name!);
        var digest = await FileDigest.OfAsync(upload.Path, context.RequestAborted);
        var kept = receiver.Keep(upload, "input", subfolder ?? upload.Field("subfolder"), taken is [var first, ..] ? first : NameTaken.Number, name);
        known.Add(kept.Path, digest);
        await JsonAnswer.WriteAsync(
            context, kept.WasThere ? StatusCodes.Status200OK : StatusCodes.Status201Created, (kept, digest), static (writer, told) => ResumableRoutes.WriteFile(writer, told.kept, told.digest.Sha256, told.digest.ContentId.ToString()));
    }

    /// <summary>GET /uploads: what there is for graphs to read, by name.</summary>
    public Task ListUploadsAsync(HttpContext context) => ListAsync(context, new Parameters(context), "input", $"{Addresses.Root}/uploads?");

    /// <summary>GET /files: what there is in a folder, by name.</summary>
    public Task ListFilesAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var folder = FolderFile.FolderOf(parameters);
        return ListAsync(context, parameters, folder, $"{Addresses.Files}?folder={folder}&");
    }

    private Task ListAsync(HttpContext context, Parameters parameters, string folder, string address)
    {
        var (subfolder, after, limit) = (parameters.Text("subfolder") ?? "", parameters.Text("after"), (int)parameters.Number("limit", 100, 1, MostOfAPage));
        parameters.Check();
        var parts = PathNames.Parts(subfolder, RefusalKind.Wrong, "The subfolder");
        var files = InputFiles.Page(folders, folder, parts, after, limit, out var isMore);
        var next = isMore ? $"{address}subfolder={Uri.EscapeDataString(subfolder)}&limit={limit}&after={Uri.EscapeDataString(files[^1].Name)}" : null;
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (files, folder, Subfolder: string.Join('/', parts), next), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("files"u8);
            foreach (var file in told.files)
            {
                var path = told.Subfolder.Length == 0 ? file.Name : $"{told.Subfolder}/{file.Name}";
                writer.WriteStartObject();
                writer.WriteString("name"u8, file.Name);
                writer.WriteString("subfolder"u8, told.Subfolder);
                writer.WriteNumber("length"u8, file.Length);
                writer.WriteString("changed_at"u8, file.LastWriteTimeUtc);
                writer.WriteString("media_type"u8, MediaTypes.Of(file.Name));
                writer.WriteString("url"u8, Addresses.File(told.folder, path));
                writer.WriteString("preview"u8, Addresses.FilePreview(told.folder, path));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (told.next is { } next)
            {
                writer.WriteString("next"u8, next);
            }

            writer.WriteEndObject();
        });
    }

    private static (string? Name, string? MediaType, bool IsDownload) ReadArtifact(HttpContext context)
    {
        var parameters = new Parameters(context);
        var wanted = (parameters.Text("name", 255), parameters.Text("media_type", 100), parameters.Flag("download"));
        LinkRoutes.Pass(parameters);
        parameters.Check();
        return wanted;
    }

    private static (FolderFile File, bool IsDownload) ReadFile(HttpContext context)
    {
        var parameters = new Parameters(context);
        var wanted = (FolderFile.Read(parameters), parameters.Flag("download"));
        LinkRoutes.Pass(parameters);
        parameters.Check();
        return wanted;
    }
}
