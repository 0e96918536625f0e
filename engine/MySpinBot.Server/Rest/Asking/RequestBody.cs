using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>Bodies of requests to our own interface: JSON, and said to be.</summary>
internal static class RequestBody
{
    private static readonly string[] MediaKinds = ["image/", "video/", "audio/"];

    /// <summary>A body that must be JSON; empty where there is none.</summary>
    /// <exception cref="ServerRefusal">It is something else, or too large.</exception>
    public static ValueTask<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, long most)
    {
        var request = context.Request;
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(default);
        }

        return IsJson(request.ContentType) ? RequestBytes.ReadAsync(context, most) : throw new ServerRefusal(
            RefusalKind.WrongMedia,
            "wrong_media_type",
            $"The body is {(request.ContentType is { } type ? Core.Sentences.Shown.Plain(type) : "of no type")}; send JSON, and say so with Content-Type: application/json.{(IsMedia(request.ContentType) ? $" The graph in a picture, film or sound is had by sending that to {Addresses.Graphs}/convert." : "")}");
    }

    private static bool IsMedia(string? type) => type is not null && MediaKinds.Any(kind => type.StartsWith(kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a media type says that it is JSON.</summary>
    public static bool IsJson(string? type)
    {
        var name = type.AsSpan();
        name = (name.IndexOf(';') is >= 0 and var end ? name[..end] : name).Trim();
        return name.Equals("application/json", StringComparison.OrdinalIgnoreCase)
               || (name.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && name.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
