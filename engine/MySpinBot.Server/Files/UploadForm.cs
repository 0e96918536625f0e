using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MySpinBot.Server.Files;

/// <summary>Reads a form with a file in it, part by part.</summary>
internal static class UploadForm
{
    private const int MostParts = 32;
    private const int MostHeaders = 16;
    private const int MostHeaderBytes = 8 << 10;
    private const int MostFieldBytes = 64 << 10;
    private const int MostBoundaryBytes = 128;

    // A name may get a number, and is a part of a longer one while it is on its way.
    private const int MostNameBytes = 240;

    /// <summary>Reads the form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fileField">The name of the file's field; null for any.</param>
    /// <param name="take">Takes the file's bytes.</param>
    /// <exception cref="ServerRefusal">It is no form, or one with no file, two files, or too much beside it.</exception>
    public static async Task<(string Name, IReadOnlyDictionary<string, string> Fields)> ReadAsync(HttpContext context, string? fileField, Func<Stream, CancellationToken, Task> take)
    {
        var reader = new MultipartReader(BoundaryOf(context.Request), context.Request.Body) { HeadersCountLimit = MostHeaders, HeadersLengthLimit = MostHeaderBytes, BodyLengthLimit = null };
        var (cancellation, fields, name) = (context.RequestAborted, new Dictionary<string, string>(StringComparer.Ordinal), (string?)null);
        for (var parts = 0; await NextAsync(reader, cancellation) is { } part; parts++)
        {
            if (parts == MostParts)
            {
                throw Wrong($"The form has more than {MostParts} parts: send one file and the fields that belong to it.");
            }

            var header = DispositionOf(part);
            var field = HeaderUtilities.RemoveQuotes(header.Name).ToString();
            if (!header.IsFileDisposition())
            {
                fields[field] = await TextAsync(part.Body, field, cancellation);
            }
            else if (name is not null || (fileField is not null && field != fileField))
            {
                throw Wrong(name is not null ? "The form has two files: send one at a time." : $"The form has a file in the field '{field}': it is taken from the field '{fileField}'.");
            }
            else
            {
                name = PlainName(HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).ToString());
                await take(part.Body, cancellation);
            }
        }

        return name is null ? throw Wrong($"The form has no file: send it in the field '{fileField ?? "file"}', with a file name.") : (name, fields);
    }

    /// <summary>A file's name as it came, checked: it becomes a name in a folder.</summary>
    /// <exception cref="ServerRefusal">It will not do.</exception>
    public static string PlainName(string name)
    {
        var parts = PathNames.Parts(name.Trim(), RefusalKind.Wrong, "The file name");
        if (parts.Length != 1 || parts[0].Length != name.Trim().Length)
        {
            throw Wrong(parts.Length == 0 ? "The file has no name: send one with it." : $"The file name '{ServerFolders.Sentence(name)}' has a folder in it: name the folder in 'subfolder'.");
        }

        PathNames.CheckForWriting(parts, "The file name");
        return Encoding.UTF8.GetByteCount(parts[0]) <= MostNameBytes ? parts[0] : throw Wrong($"The file name has {Encoding.UTF8.GetByteCount(parts[0])} bytes: use a shorter one, of at most {MostNameBytes}.");
    }

    /// <summary>Reads what comes, and says what went wrong with it as an answer.</summary>
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw Broken(fault);
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw Broken(fault);
        }
    }

    private static ServerRefusal Broken(Exception fault)
        => fault is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            ? new(RefusalKind.TooLarge, "upload_too_large", "The request has more bytes than this server takes.")
            : new(RefusalKind.Wrong, "upload_broken", $"The upload is not whole, or not as its header says: {fault.Message}");

    private static async Task<string> TextAsync(Stream body, string field, CancellationToken cancellation)
    {
        var buffer = new byte[MostFieldBytes + 1];
        var filled = 0;
        for (int read; filled < buffer.Length && (read = await ReadAsync(body, buffer.AsMemory(filled), cancellation)) > 0;)
        {
            filled += read;
        }

        return filled <= MostFieldBytes ? Encoding.UTF8.GetString(buffer, 0, filled) : throw Wrong($"The field '{ServerFolders.Sentence(field)}' has more than {MostFieldBytes} bytes: a file goes with a file name.");
    }

    private static ContentDispositionHeaderValue DispositionOf(MultipartSection part)
        => ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var header) && header.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            ? header
            : throw Wrong("A part of the form has no 'Content-Disposition: form-data' header that names its field.");

    private static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong($"The body is '{ServerFolders.Sentence(request.ContentType)}': an upload comes as multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MostBoundaryBytes ? boundary : throw Wrong($"The form's boundary has {boundary.Length} characters: it has 1 to {MostBoundaryBytes}.");
    }

    private static ServerRefusal Wrong(string sentence) => new(RefusalKind.Wrong, "upload_wrong", sentence);
}
