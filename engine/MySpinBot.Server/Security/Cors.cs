using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Security;

/// <summary>What a browser is told, so that a page of an allowed origin may read answers (Fetch standard, CORS protocol).</summary>
internal static class Cors
{
    private const int MostAsked = 64;

    /// <summary>Says that it may.</summary>
    public static void Allow(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Append("Vary", "Origin");
        headers.AccessControlAllowCredentials = "true"; // SignalR's client insists; there are no cookies here
        headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, X-API-Key, Content-Type, Idempotency-Key, Last-Event-ID, If-None-Match, If-Match, Range, Comfy-User, X-Requested-With, X-SignalR-User-Agent, "
            + "Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, X-HTTP-Method-Override";
        headers.AccessControlExposeHeaders = "Location, Link, ETag, Retry-After, Content-Range, Accept-Ranges, Content-Disposition, "
            + "Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Expires";
        headers.AccessControlMaxAge = "600";

        // RFC 7240: to wait for a job's end.
        headers.Append("Access-Control-Allow-Headers", "Prefer");
        headers.Append("Access-Control-Expose-Headers", "Preference-Applied");
        if (context.Request.Path.StartsWithSegments(OpenAi.OpenAiRoutes.Root))
        {
            AllowOpenAi(context);
        }
    }

    // OpenAI's clients tell of themselves in headers whose names change with their versions; nobody here reads them.
    private static void AllowOpenAi(HttpContext context)
    {
        var asked = context.Request.Headers.AccessControlRequestHeaders.ToString().Split(',', MostAsked + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in asked.Take(MostAsked).Where(IsOfOpenAi))
        {
            context.Response.Headers.Append("Access-Control-Allow-Headers", name);
        }

        context.Response.Headers.Append("Access-Control-Expose-Headers", "x-request-id");
    }

    private static bool IsOfOpenAi(string name)
        => (name.StartsWith("x-stainless-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("openai-", StringComparison.OrdinalIgnoreCase))
            && name.Length <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
