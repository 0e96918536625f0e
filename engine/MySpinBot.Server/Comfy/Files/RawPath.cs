using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>Parts of the path as the client sent it. A route's values will not do where names may have slashes in them: those stay encoded there, and are then told from nothing.</summary>
internal static class RawPath
{
    /// <summary>A part between slashes, decoded once.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fromEnd">Which: 1 for the last.</param>
    public static string Segment(HttpContext context, int fromEnd)
    {
        var path = PathOf(context);
        for (var i = 1; i < fromEnd; i++)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }

        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static string PathOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }
}
