using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>Entity tags of answers that are made here.</summary>
internal static class Tags
{
    /// <summary>Whether whoever asks has what this tag stands for (<c>If-None-Match</c>).</summary>
    public static bool IsKnown(HttpContext context, string tag)
    {
        foreach (var header in context.Request.Headers.IfNoneMatch)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                var known = header.AsSpan()[range].Trim();
                known = known.StartsWith("W/") ? known[2..] : known;
                if (known is "*" || known.SequenceEqual(tag))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
