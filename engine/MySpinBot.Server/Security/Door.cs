using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Metrics;

namespace MySpinBot.Server.Security;

/// <summary>What every request passes before any route sees it: its host, its origin, how many there are, and who asks. A request that does not pass is a <see cref="ServerRefusal"/>.</summary>
internal sealed class Door(HostCheck hosts, OriginCheck origins, Identification identification, SignedLinks links, int mostRequests, bool hasOpenMetrics = false)
{
    private int _inside;

    /// <summary>How many requests are being answered.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Lets a request through.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        if (!hosts.Passes(context.Request.Host))
        {
            throw new ServerRefusal(RefusalKind.Forbidden, "unknown_host", $"This server is not called '{Shortened(context.Request.Host.Value)}'; use its address, or start it with '--host-name NAME'.");
        }

        // A signed link brings its own right and lends nobody else's, so it may stand in any page.
        var isLink = links.Admits(context.Request);
        if (!isLink && !origins.Passes(context.Request))
        {
            throw new ServerRefusal(RefusalKind.Forbidden, "foreign_origin", $"Pages of '{Shortened(context.Request.Headers.Origin)}' may not use this server; whoever runs it may allow them with '--origin'.");
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.Headers.Origin is [{ } origin] && origins.IsAllowed(origin))
        {
            Cors.Allow(context, origin);
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
        }
        else
        {
            headers["Cross-Origin-Resource-Policy"] = isLink ? "cross-origin" : "same-origin";
        }

        try
        {
            if (Interlocked.Increment(ref _inside) > mostRequests)
            {
                throw new ServerRefusal(RefusalKind.TooMany, "too_many_requests", $"The server answers {mostRequests} requests already; try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };
            }

            context.SetOwner(isLink ? Owners.Link : IsProbe(context.Request) ? Owners.Local : identification.OwnerOf(context));
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>Whoever watches over processes has no key.</summary>
    private bool IsProbe(HttpRequest request)
        => HttpMethods.IsGet(request.Method) && (request.Path.Value is "/health/live" or "/health/ready" or "/api/v1/health/live" or "/api/v1/health/ready" || (hasOpenMetrics && request.Path.Value == MetricsRoutes.Path));

    private static string Shortened(string? text) => text is { Length: > 100 } ? text[..100] + "…" : text ?? "";
}
