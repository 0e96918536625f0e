using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>What somebody sees who opens the server's address in a browser.</summary>
internal static class FrontPage
{
    private static readonly byte[] Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>MySpinBot</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}code{font-size:.95em}</style>
        <h1>MySpinBot</h1>
        <p>This is a MySpinBot server: it takes graphs of nodes as jobs, runs them, and keeps what they make.</p>
        <ul>
        <li>Programs use <a href="/api/v1/openapi.json"><code>/api/v1</code></a> (REST, with events) and <code>/hub</code> (SignalR).</li>
        <li>Programs made for ComfyUI use the routes that they know: <code>/prompt</code>, <code>/ws</code>, <a href="/queue"><code>/queue</code></a>, <a href="/history"><code>/history</code></a>,
        <a href="/object_info"><code>/object_info</code></a>, <a href="/system_stats"><code>/system_stats</code></a>.</li>
        <li>How to begin, in ten lines of curl, C# or JavaScript, stands in the README; what holds inside, in docs/ARCHITECTURE.md.</li>
        </ul>
        </html>

        """u8.ToArray();

    /// <summary>Sends it.</summary>
    public static async Task SendAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = Page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(Page, context.RequestAborted);
        }
    }
}
