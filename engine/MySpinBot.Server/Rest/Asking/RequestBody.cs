using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>Reads the bytes of a request, within a bound.</summary>
internal static class RequestBody
{
    // What a request claims to bring gets its memory at once only where that is little.
    private const int Believed = 64 << 10;

    private const long MostDrained = 64L << 20;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

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
        if (length <= Math.Min(Believed, most))
        {
            var exact = new byte[(int)length];
            await context.Request.Body.ReadExactlyAsync(exact, context.RequestAborted);
            return exact;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = null; // it is counted here
        }

        if (length > most)
        {
            throw await TooLargeAsync(context, most);
        }

        var body = new ArrayBufferWriter<byte>(Believed);
        while (await context.Request.Body.ReadAsync(body.GetMemory(4096), context.RequestAborted) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > most)
            {
                throw await TooLargeAsync(context, most);
            }
        }

        return body.WrittenMemory;
    }

    // Who still sends when the connection is closed never sees why; so what comes is thrown away for a while, and then he is told.
    private static async Task<ServerRefusal> TooLargeAsync(HttpContext context, long most)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        over.CancelAfter(LongestDrain);
        var (rest, left) = (new byte[Believed], MostDrained);
        try
        {
            while (left > 0 && await context.Request.Body.ReadAsync(rest, over.Token) is var read and > 0)
            {
                left -= read;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // That was long enough.
        }

        return new(RefusalKind.TooLarge, "body_too_large", $"The body has more than {most} bytes, which is the most that is taken here. Put large data into files, upload those, and name them.");
    }

    private static bool IsJson(string? type)
    {
        var name = type.AsSpan();
        name = (name.IndexOf(';') is >= 0 and var end ? name[..end] : name).Trim();
        return name.Equals("application/json", StringComparison.OrdinalIgnoreCase)
               || (name.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && name.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
