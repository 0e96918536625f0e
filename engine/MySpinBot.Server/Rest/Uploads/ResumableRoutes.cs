using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Results;
using MySpinBot.Server.Security;
using MySpinBot.Server.Uploading;

namespace MySpinBot.Server.Rest.Uploads;

/// <summary>Uploads that go on where they broke off: <c>/uploads/resumable</c>, in the manner of tus 1.0, and with JSON for those who have no client of it.</summary>
internal sealed class ResumableRoutes(ResumableUploads uploads, UploadCourse course, ServerOptions options)
{
    /// <summary>OPTIONS: what of tus is spoken here.</summary>
    public Task TellAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Tus-Resumable"] = TusWords.Version;
        headers["Tus-Version"] = TusWords.Version;
        headers["Tus-Extension"] = TusWords.Extensions;
        headers["Tus-Max-Size"] = Number(options.Limits.ResumableBytes);
        headers["Tus-Checksum-Algorithm"] = TusWords.Algorithms;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>POST: begins an upload.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        TusWords.Greet(context);
        new Parameters(context).Check();
        var isTus = TusWords.IsSpoken(context.Request);
        var bytesCome = isTus && IsBytes(context.Request);
        var checksum = bytesCome ? TusWords.Checksum(context.Request) : null;
        var wish = isTus ? TusWords.Wish(context.Request) : await UploadBody.ReadAsync(context);
        var upload = await course.BeginAsync(context.Owner(), wish, context.RequestAborted);
        context.Response.Headers.Location = AddressOf(upload);
        if (bytesCome && !upload.IsComplete)
        {
            RequestBytes.Allow(context, wish.Length);
            await course.AddAsync(upload, 0, context.Request.Body, context.Request.ContentLength, checksum, context.RequestAborted);
        }

        SayState(context, upload);
        await WriteAsync(context, upload, upload.IsComplete && !isTus ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    /// <summary>HEAD: how far it came.</summary>
    public async Task ShowOffsetAsync(HttpContext context)
    {
        TusWords.Greet(context);
        var upload = await FindAsync(context);
        SayState(context, upload);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary>GET: how far it came, and where its file is when it is complete.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        TusWords.Greet(context);
        var upload = await FindAsync(context);
        SayState(context, upload);
        await WriteAsync(context, upload, StatusCodes.Status200OK);
    }

    /// <summary>PATCH: adds bytes.</summary>
    public async Task AddAsync(HttpContext context)
    {
        TusWords.Greet(context);
        new Parameters(context).Check();
        var upload = uploads.Find(Requests.Word(context, "id"), context.Owner());
        if (!IsBytes(context.Request))
        {
            throw new ServerRefusal(RefusalKind.WrongMedia, "wrong_media_type", $"The body is not of the type {TusWords.Bytes}; send bytes of the file, and say so with Content-Type.");
        }

        var (offset, checksum) = (TusWords.Number(context.Request, "Upload-Offset"), TusWords.Checksum(context.Request));
        RequestBytes.Allow(context, Math.Max(0, upload.Note.Length - upload.Offset));
        await course.AddAsync(upload, offset, context.Request.Body, context.Request.ContentLength, checksum, context.RequestAborted);
        SayState(context, upload);
        if (context.Request.Headers.ContainsKey("Tus-Resumable"))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await WriteAsync(context, upload, StatusCodes.Status200OK);
    }

    /// <summary>DELETE: ends it, and removes what has come. A file that is in its place stays.</summary>
    public Task RemoveAsync(HttpContext context)
    {
        TusWords.Greet(context);
        new Parameters(context).Check();
        var upload = uploads.Find(Requests.Word(context, "id"), context.Owner());
        using var hold = upload.Take();
        uploads.Remove(upload);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>POST /{id}: what the header X-HTTP-Method-Override says, for those between whom and the server there is something that knows neither PATCH nor DELETE.</summary>
    public Task OverrideAsync(HttpContext context) => context.Request.Headers["X-HTTP-Method-Override"].ToString() switch
    {
        "PATCH" => AddAsync(context),
        "DELETE" => RemoveAsync(context),
        _ => throw new ServerRefusal(RefusalKind.Wrong, "bad_header", "The header X-HTTP-Method-Override is to be PATCH or DELETE here; without it, send bytes with PATCH."),
    };

    private async Task<LiveUpload> FindAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var upload = uploads.Find(Requests.Word(context, "id"), context.Owner());
        await course.SettleAsync(upload);
        return upload;
    }

    private void SayState(HttpContext context, LiveUpload upload)
    {
        var headers = context.Response.Headers;
        headers["Upload-Offset"] = Number(upload.Offset);
        headers["Upload-Length"] = Number(upload.Note.Length);
        headers["Upload-Expires"] = uploads.ExpiryOf(upload).ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = "no-store";
    }

    private Task WriteAsync(HttpContext context, LiveUpload upload, int status)
        => JsonAnswer.WriteAsync(context, status, (upload, Expiry: uploads.ExpiryOf(upload)), static (writer, told) =>
        {
            var (upload, note) = (told.upload, told.upload.Note);
            writer.WriteStartObject();
            writer.WriteString("id"u8, note.Id);
            writer.WriteString("url"u8, AddressOf(upload));
            writer.WriteString("state"u8, upload.IsComplete ? "complete" : "open");
            writer.WriteString("name"u8, note.Name);
            writer.WriteString("subfolder"u8, note.Subfolder);
            writer.WriteNumber("bytes"u8, note.Length);
            writer.WriteNumber("offset"u8, upload.Offset);
            writer.WriteString("expires_at"u8, told.Expiry);
            if (note is { Kept: { } kept, Digest: { } digest })
            {
                writer.WritePropertyName("file"u8);
                WriteFile(writer, kept, digest.Sha256, digest.ContentId);
            }

            writer.WriteEndObject();
        });

    /// <summary>Writes a file that came in.</summary>
    internal static void WriteFile(Utf8JsonWriter writer, KeptUpload kept, string sha256, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, kept.Name);
        writer.WriteString("subfolder"u8, kept.Subfolder);
        writer.WriteString("path"u8, kept.Path);
        writer.WriteNumber("length"u8, kept.Length);
        writer.WriteString("sha256"u8, sha256);
        writer.WriteString("content_id"u8, content);
        writer.WriteString("url"u8, Addresses.File("input", kept.Path));
        writer.WriteString("preview"u8, Addresses.FilePreview("input", kept.Path));
        writer.WriteEndObject();
    }

    private static string AddressOf(LiveUpload upload) => $"{Addresses.Resumable}/{upload.Note.Id}";

    private static bool IsBytes(HttpRequest request)
        => request.ContentType is { } type && type.Split(';')[0].Trim().Equals(TusWords.Bytes, StringComparison.OrdinalIgnoreCase);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
