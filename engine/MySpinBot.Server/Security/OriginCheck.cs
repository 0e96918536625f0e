using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Security;

/// <summary>Whether a request comes from where it may. Browsers say which page asks: one of another origin may not, whatever the user is allowed here (cross-site requests, cross-site WebSockets).
/// Programs that are no browsers say nothing, and pass.</summary>
internal sealed class OriginCheck(IEnumerable<string> origins)
{
    private readonly HashSet<string> _origins = new(origins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether pages of this origin may use the server though it is not theirs.</summary>
    public bool IsAllowed(string origin) => _origins.Contains(origin);

    /// <summary>Whether the request may go on.</summary>
    public bool Passes(HttpRequest request)
    {
        var given = request.Headers.Origin;
        if (given.Count > 0)
        {
            return given.Count == 1 && given[0] is { } origin && (IsOwn(origin, request.Host) || IsAllowed(origin));
        }

        // No origin: an older browser's simple request, a picture in a page, or a link that somebody followed. Following a link to look at something is no attack.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            || (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private static bool IsOwn(string origin, HostString host)
        => Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is ("http" or "https") && string.Equals(page.Authority, WithoutDefaultPort(host, page.Scheme), StringComparison.OrdinalIgnoreCase);

    private static string WithoutDefaultPort(HostString host, string scheme)
        => host.Port is { } port && port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";
}
