using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MySpinBot.Server.Bodies;

/// <summary>Reads the bytes of a request, within a bound.</summary>
internal static class RequestBytes
{
    // What a request claims to bring gets its memory at once only where that is little.
    private const int Believed = 64 << 10;

    // Who still sends when the connection is closed never reads why. So much of what is refused may come; the web server throws it away for some seconds after the answer is out.
    private const long MostPassedOver = 64L << 20;

    /// <summary>The whole body.</summary>
    /// <exception cref="ServerRefusal">It is larger than is taken.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, long most)
    {
        var length = context.Request.ContentLength;
        if (length <= Math.Min(Believed, most))
        {
            var exact = new byte[(int)length];
            await context.Request.Body.ReadExactlyAsync(exact, context.RequestAborted);
            return exact;
        }

        Allow(context, most);
        if (length > most)
        {
            throw TooLarge(most);
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

    /// <summary>Puts another bound in the place of the web server's. One byte more may come, so that it is we who say what was wrong.</summary>
    public static void Allow(HttpContext context, long most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = Math.Max(most + 1, MostPassedOver);
        }
    }

    private static ServerRefusal TooLarge(long most)
        => new(RefusalKind.TooLarge, "body_too_large", $"The body has more than {most} bytes, which is the most that is taken here. Put large data into files, upload those, and name them.");
}
