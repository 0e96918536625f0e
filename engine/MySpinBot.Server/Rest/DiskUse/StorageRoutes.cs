using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.DiskUse;
using MySpinBot.Server.Files;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Results;
using MySpinBot.Server.Security;
using MySpinBot.Server.Uploading;

namespace MySpinBot.Server.Rest.DiskUse;

/// <summary>What the server takes of the disk, and how it is made less.</summary>
internal sealed class StorageRoutes(StorageMeter meter, JobDesk desk, ServerFolders folders, ResumableUploads uploads)
{
    /// <summary>GET /storage.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var (use, owner) = (await meter.MeasureAsync().WaitAsync(context.RequestAborted), context.Owner());
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (use, owner), static (writer, told) => Write(writer, told.use, told.owner));
    }

    /// <summary>POST /storage/collect: removes what nobody names and nobody goes on with.</summary>
    public async Task CollectAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var expired = uploads.Expire();
        var isDone = await desk.SweepAsync();
        meter.Forget();
        await JsonAnswer.WriteAsync(context, isDone ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, (isDone, expired), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("state"u8, told.isDone ? "collected" : "waiting");
            writer.WriteNumber("expired_uploads"u8, told.expired);
            writer.WriteString(
                "sentence"u8,
                told.isDone ? "Artifacts that no job names any more were removed." : "Jobs are running or have something to store, so artifacts that no job names stay for now; that is tried again within an hour, or when this is asked again.");
            writer.WriteEndObject();
        });
    }

    /// <summary>DELETE /artifacts/{id}.</summary>
    public async Task RemoveArtifactAsync(HttpContext context)
    {
        var force = Forced(context);
        var id = FileRoutes.ArtifactId(context);
        _ = ArtifactAnswer.Find(folders, id);
        await desk.RemoveArtifactAsync(id, context.Owner(), force);
        meter.Forget();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>DELETE /uploads: a file of the input folder.</summary>
    public async Task RemoveUploadAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (given, force) = (parameters.Text("path", 2048), parameters.Flag("force"));
        var file = new FolderFile("input", given is { Length: > 0 } ? given : parameters.Wrong("path", given ?? "", "the path of a file within the input folder", ""));
        parameters.Check();
        var path = file.Find(folders);
        await desk.CheckUnreadAsync(string.Join('/', PathNames.Parts(file.Path, RefusalKind.Wrong, "The path")), context.Owner(), force);
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be removed");
        }

        meter.Forget();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static bool Forced(HttpContext context)
    {
        var parameters = new Parameters(context);
        var force = parameters.Flag("force");
        parameters.Check();
        return force;
    }

    private static void Write(Utf8JsonWriter writer, StorageUse use, string owner)
    {
        writer.WriteStartObject();
        writer.WriteString("measured_at"u8, use.MeasuredAt);
        writer.WriteNumber("free_bytes"u8, use.FreeBytes);
        writer.WriteNumber("total_bytes"u8, use.TotalBytes);
        WriteParts(writer, "parts", "name", use.Parts);

        // How much others have is nobody's business but of whoever is at the machine.
        WriteParts(writer, "artifacts_by_owner", "owner", use.ArtifactsByOwner.Where(part => owner == Owners.Local || part.Name == owner));
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, string name, string title, IEnumerable<StoragePart> parts)
    {
        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            writer.WriteString(title, part.Name);
            writer.WriteNumber("files"u8, part.Files);
            writer.WriteNumber("bytes"u8, part.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
