using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Results;

/// <summary>Bytes that come out and bytes that go in.</summary>
/// <remarks>Artifacts are not asked for their owner: an id is the hash of the bytes, and whoever knows it has them, or was told of them.</remarks>
internal sealed class FileRoutes(ServerFolders folders, UploadReceiver receiver)
{
    private const int MostOfAPage = 1_000;

    private static readonly Dictionary<string, NameTaken> Taken = new() { ["number"] = NameTaken.Number, ["replace"] = NameTaken.Replace, ["refuse"] = NameTaken.Refuse };

    /// <summary>GET and HEAD /artifacts/{id}.</summary>
    public Task SendArtifactAsync(HttpContext context)
    {
        var word = Requests.Word(context, "id");
        var parameters = new Parameters(context);
        var (name, mediaType, isDownload) = (parameters.Text("name", 255), parameters.Text("media_type", 100), parameters.Flag("download"));
        parameters.Check();
        return ContentId.TryParse(word, out var id)
            ? ArtifactAnswer.SendAsync(context, folders, id, name, mediaType, isDownload)
            : throw new ServerRefusal(RefusalKind.Missing, "no_such_artifact", $"There is no artifact {Shown.Name(word)}; an artifact's id has 64 hexadecimal digits.");
    }

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
        var sha256 = await DigestAsync(upload.Path, context.RequestAborted);
        var kept = receiver.Keep(upload, "input", subfolder ?? upload.Field("subfolder"), taken is [var first, ..] ? first : NameTaken.Number, name);
        await JsonAnswer.WriteAsync(context, kept.WasThere ? StatusCodes.Status200OK : StatusCodes.Status201Created, (kept, sha256), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, told.kept.Name);
            writer.WriteString("subfolder"u8, told.kept.Subfolder);
            writer.WriteString("path"u8, told.kept.Subfolder.Length == 0 ? told.kept.Name : $"{told.kept.Subfolder}/{told.kept.Name}");
            writer.WriteNumber("length"u8, told.kept.Length);
            writer.WriteString("sha256"u8, told.sha256);
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /uploads: what there is for graphs to read, by name.</summary>
    public Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (subfolder, after, limit) = (parameters.Text("subfolder") ?? "", parameters.Text("after"), (int)parameters.Number("limit", 100, 1, MostOfAPage));
        parameters.Check();
        var files = InputFiles.Page(folders, subfolder, after, limit, out var isMore);
        var next = isMore ? $"{Addresses.Root}/uploads?subfolder={Uri.EscapeDataString(subfolder)}&limit={limit}&after={Uri.EscapeDataString(files[^1].Name)}" : null;
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (files, subfolder, next), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("files"u8);
            foreach (var file in told.files)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, file.Name);
                writer.WriteString("subfolder"u8, told.subfolder);
                writer.WriteNumber("length"u8, file.Length);
                writer.WriteString("changed_at"u8, file.LastWriteTimeUtc);
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

    private static async Task<string> DigestAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 1 << 17 });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
