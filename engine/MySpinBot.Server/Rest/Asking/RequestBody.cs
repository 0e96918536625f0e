using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>Reads the bytes of a request, within a bound.</summary>
internal static class RequestBody
{
    // What a request claims to bring gets its memory at once only where that is little.
    private const int Believed = 64 << 10;

    /// <summary>A body that must be JSON; empty where there is none.</summary>
    /// <exception cref="ServerRefusal">It is something else, or too large.</exception>
    public static ValueTask<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, long most)
    {
        var request = context.Request;
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(default);
        }

        return IsJson(request.ContentType) ? ReadAsync(context, most) : throw new ServerRefusal(
            RefusalKind.WrongMedia,
            "wrong_media_type",
            $"The body is {(request.ContentType is { } type ? Core.Sentences.Shown.Plain(type) : "of no type")}; send JSON, and say so with Content-Type: application/json.");
    }

    /// <summary>A body of any kind.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, long most)
    {
        var length = context.Request.ContentLength;
        if (length > most)
        {
            throw TooLarge(most);
        }

        if (length <= Believed)
        {
            var exact = new byte[(int)length];
            await context.Request.Body.ReadExactlyAsync(exact, context.RequestAborted);
            return exact;
        }

        var body = new ArrayBufferWriter<byte>(Believed);
        while (await context.Request.Body.ReadAsync(body.GetMemory(4096), context.RequestAborted) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > most)
            {
                throw TooLarge(most);
            }
        }

        return body.WrittenMemory;
    }

    private static ServerRefusal TooLarge(long most)
        => new(RefusalKind.TooLarge, "body_too_large", $"The body has more than {most} bytes, which is the most that is taken here. Put large data into files, upload those, and name them.");

    private static bool IsJson(string? type)
    {
        var name = type.AsSpan();
        name = (name.IndexOf(';') is >= 0 and var end ? name[..end] : name).Trim();
        return name.Equals("application/json", StringComparison.OrdinalIgnoreCase)
               || (name.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && name.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
