using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest;

/// <summary>GET /openapi.json: the description of this interface, the file <c>docs/openapi.json</c>.</summary>
internal sealed class OpenApiRoute
{
    private readonly Lazy<(byte[] Text, string Tag)> _document = new(Load);

    public Task ShowAsync(HttpContext context)
    {
        var (text, tag) = _document.Value;
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (Tags.IsKnown(context, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = text.Length;
        return context.Response.BodyWriter.WriteAsync(text, context.RequestAborted).AsTask();
    }

    /// <summary>The description.</summary>
    public static byte[] Read()
    {
        using var stream = typeof(OpenApiRoute).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("The assembly was built without its description.");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    private static (byte[] Text, string Tag) Load()
    {
        var text = Read();
        return (text, $"\"{Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 16))}\"");
    }
}
