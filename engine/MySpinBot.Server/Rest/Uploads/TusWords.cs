using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;
using MySpinBot.Server.Uploading;

namespace MySpinBot.Server.Rest.Uploads;

/// <summary>What requests in the manner of tus 1.0 say in their headers (https://tus.io/protocols/resumable-upload).</summary>
internal static class TusWords
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,checksum,termination,expiration";
    public const string Algorithms = "sha256,sha1,md5";
    public const string Bytes = "application/offset+octet-stream";

    private const int MostMetadata = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Says how the answer is to be understood, and refuses who speaks another version.</summary>
    /// <exception cref="ServerRefusal">He does.</exception>
    public static void Greet(HttpContext context)
    {
        context.Response.Headers["Tus-Resumable"] = Version;
        if (context.Request.Headers["Tus-Resumable"] is { Count: > 0 } spoken && spoken != Version)
        {
            throw new ServerRefusal((RefusalKind)StatusCodes.Status412PreconditionFailed, "wrong_tus_version", $"The request speaks version {Shown.Name(spoken.ToString())} of tus; this server speaks {Version}.");
        }
    }

    /// <summary>Whether the request begins an upload in this manner, and not with JSON.</summary>
    public static bool IsSpoken(HttpRequest request)
        => request.Headers.ContainsKey("Upload-Length") || request.Headers.ContainsKey("Upload-Metadata") || request.Headers.ContainsKey("Upload-Defer-Length") || request.Headers.ContainsKey("Tus-Resumable");

    /// <summary>The number of bytes in a header.</summary>
    /// <exception cref="ServerRefusal">There is none.</exception>
    public static long Number(HttpRequest request, string header)
        => long.TryParse(request.Headers[header].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong(request.Headers.TryGetValue(header, out var given) ? $"The header {header} is {Shown.Name(given.ToString())}; it must be a number of bytes." : $"The header {header} is missing; it says a number of bytes.");

    /// <summary>What is said of the file.</summary>
    /// <exception cref="ServerRefusal">It will not do.</exception>
    public static UploadWish Wish(HttpRequest request)
    {
        if (request.Headers.ContainsKey("Upload-Defer-Length"))
        {
            throw Wrong("An upload whose length is said later is not taken; send its length with 'Upload-Length'.");
        }

        var length = Number(request, "Upload-Length");
        var said = Metadata(request.Headers["Upload-Metadata"].ToString());
        var name = said.GetValueOrDefault("filename") ?? said.GetValueOrDefault("name")
            ?? throw Wrong("The file has no name: send 'filename' in the header Upload-Metadata.");
        var sha256 = said.GetValueOrDefault("sha256")?.ToLowerInvariant();
        if (sha256 is not null && !ContentId.TryParse(sha256, out _))
        {
            throw Wrong("'sha256' in the header Upload-Metadata is not 64 hexadecimal digits.");
        }

        if (said.TryGetValue("content_id", out var content) && !ContentId.TryParse(content, out _))
        {
            throw Wrong("'content_id' in the header Upload-Metadata is not 64 hexadecimal digits.");
        }

        return new UploadWish(
            UploadForm.PlainName(name), UploadWish.PlainSubfolder(said.GetValueOrDefault("subfolder")), Taken(said.GetValueOrDefault("on_conflict")), length, sha256,
            ContentId.TryParse(content, out var id) ? id : null);
    }

    /// <summary>The checksum of a request's bytes; null where there is none.</summary>
    /// <exception cref="ServerRefusal">It cannot be used.</exception>
    public static UploadChecksum? Checksum(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Upload-Checksum", out var header))
        {
            return null;
        }

        var (name, hash) = header.ToString().Split(' ') is [var word, var text] ? (word, text) : ("", "");
        var (algorithm, size) = name.ToLowerInvariant() switch
        {
            "sha256" => (HashAlgorithmName.SHA256, 32),
            "sha1" => (HashAlgorithmName.SHA1, 20),
            "md5" => (HashAlgorithmName.MD5, 16),
            _ => throw Wrong($"The header Upload-Checksum is {Shown.Name(header.ToString())}; it must be one of {Algorithms}, a space, and the hash as Base64."),
        };
        var bytes = new byte[size];
        return Convert.TryFromBase64String(hash, bytes, out var written) && written == size ? new UploadChecksum(algorithm, bytes) : throw Wrong($"The hash in the header Upload-Checksum is not {size} bytes as Base64.");
    }

    private static NameTaken Taken(string? word) => word switch
    {
        null or "number" => NameTaken.Number,
        "replace" => NameTaken.Replace,
        "refuse" => NameTaken.Refuse,
        _ => throw Wrong("'on_conflict' in the header Upload-Metadata is not one of number, replace, refuse."),
    };

    // "key base64,key base64,flag"
    private static Dictionary<string, string> Metadata(string header)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (key, value) = pair.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (pair[..space], pair[(space + 1)..]) : (pair, "");
            if (said.Count == MostMetadata || !said.TryAdd(key, Decoded(value)))
            {
                throw Wrong(said.Count == MostMetadata ? $"The header Upload-Metadata says more than {MostMetadata} things." : $"The header Upload-Metadata says {Shown.Name(key)} twice.");
            }
        }

        return said;
    }

    private static string Decoded(string value)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(value));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw Wrong("A value in the header Upload-Metadata is no text as Base64.");
        }
    }

    private static ServerRefusal Wrong(string sentence) => new(RefusalKind.Wrong, "bad_header", sentence);
}
