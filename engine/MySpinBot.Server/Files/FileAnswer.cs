using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MySpinBot.Server.Files;

/// <summary>Sends a file: whole or a range of it, to GET and HEAD, with entity tag and date, and so that no browser runs what is in it.</summary>
internal sealed record FileAnswer
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>What it is called where it is saved; its extension says what it is.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, where that is known better than by its name.</summary>
    public string? MediaType { get; init; }

    /// <summary>Its entity tag without quotes; null for one of its length and date.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether it is saved and not shown.</summary>
    public bool IsDownload { get; init; }

    /// <summary>Its bytes, where they are at hand; then nothing is read from its place.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>How it may be kept.</summary>
    public string CacheControl { get; init; } = "no-cache";

    /// <summary>Sends it.</summary>
    /// <exception cref="ServerRefusal">It is not there, or cannot be read.</exception>
    public async Task SendAsync(HttpContext context)
    {
        var (stream, length, changed) = Open();
        var type = Headers(context);
        var tag = new EntityTagHeaderValue($"\"{Tag ?? $"{changed?.UtcTicks:x}-{length:x}"}\"");
        if (!context.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            // In another unit than bytes; the framework would take it for bytes.
            context.Request.Headers.Remove(HeaderNames.Range);
        }

        await TypedResults.Stream(stream, type, fileDownloadName: null, changed, tag, enableRangeProcessing: true).ExecuteAsync(context);
    }

    /// <summary>Its tag and date, without opening it.</summary>
    /// <exception cref="ServerRefusal">It is not there.</exception>
    internal static string TagOf(string path)
        => new FileInfo(path) is { Exists: true } info ? $"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}" : throw DiskRefusal.Of(new FileNotFoundException(), "The file cannot be read");

    /// <summary>Says how a browser is to take a file of this type, and which type it is told.</summary>
    private string Headers(HttpContext context)
    {
        var headers = context.Response.Headers;
        var type = MediaType ?? MediaTypes.Of(Name);
        var (download, cache) = (IsDownload || !MediaTypes.MayBeShown(type), CacheControl);
        if (!MediaTypes.MayBeShown(type))
        {
            headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        }

        if (MediaTypes.IsActive(type))
        {
            // An image element shows drawings and runs nothing in them; so the answer depends on who asks, and must not be kept for another.
            (headers.Vary, cache) = ("Sec-Fetch-Dest", "no-store");
            type = type == MediaTypes.Svg && context.Request.Headers["Sec-Fetch-Dest"] == "image" ? type : MediaTypes.Unknown;
        }

        var disposition = new ContentDispositionHeaderValue(download && type != MediaTypes.Svg ? "attachment" : "inline");
        disposition.SetHttpFileName(Name);
        headers.ContentDisposition = disposition.ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = cache;
        return type is "text/plain" or "text/csv" or "text/markdown" or "text/vtt" ? type + "; charset=utf-8" : type;
    }

    private (Stream Stream, long Length, DateTimeOffset? Changed) Open()
    {
        if (Bytes is not null)
        {
            return (new MemoryStream(Bytes, writable: false), Bytes.Length, null);
        }

        try
        {
            var info = new FileInfo(Path);
            if (!info.Exists)
            {
                throw new FileNotFoundException();
            }

            // What has no length is never opened: it is an empty file, or a pipe whose opening would wait for ever.
            if (info.Length == 0)
            {
                return (new MemoryStream([], writable: false), 0, info.LastWriteTimeUtc);
            }

            // Another file may have come into its place: what is said of it is said of the one that was opened.
            var file = new FileStream(Path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
            var length = file.Length;
            return (new SettledFile(file, length), length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, $"The file '{Name}' cannot be read");
        }
    }
}
