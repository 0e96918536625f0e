using System.Net;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Security;

/// <summary>Finds out who asks: by the key that comes with the request, or, without one, by its coming from this machine.</summary>
internal sealed class Identification(KeyRing ring)
{
    private const string Scheme = "Bearer ";

    // What proxies add to what they pass on.
    private static readonly string[] OfProxies = ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Who asks.</summary>
    /// <exception cref="ServerRefusal">Nobody knows.</exception>
    public string OwnerOf(HttpContext context)
    {
        if (KeyOf(context.Request) is { } key)
        {
            // Programs made for OpenAI insist on sending a key. While nobody has one, any will do on this machine, as none would.
            return context.Request.Path.StartsWithSegments(OpenAi.OpenAiRoutes.Root) && !ring.Keys.Any && IsOfThisMachine(context) ? Owners.Local : ring.Keys.OwnerOf(key) ?? throw Refusal("This key is not known; it may have been taken away, or be of another server.");
        }

        return IsOfThisMachine(context) ? Owners.Local
            : throw Refusal("Say who you are: send a key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'. Whoever runs this server makes one with 'myspinbot keys add NAME'.");
    }

    private static ServerRefusal Refusal(string sentence) => new(RefusalKind.Unknown, "not_authenticated", sentence);

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-API-Key"] is { Count: > 0 } named)
        {
            return named.Count == 1 ? named[0] : throw Refusal("The request has several keys; send one.");
        }

        if (request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Scheme.Length..].Trim();
        }

        // Browsers cannot send headers with a WebSocket or an event stream.
        return MayCarryKey(request) && request.Query["access_token"] is [{ Length: > 0 } token] ? token : null;
    }

    private static bool MayCarryKey(HttpRequest request)
        => request.Path.StartsWithSegments("/hub") || request.Path == "/ws" || request.Path == "/api/ws" || (request.Path.StartsWithSegments(Rest.Addresses.Jobs) && request.Path.Value!.EndsWith("/events", StringComparison.Ordinal));

    /// <summary>A proxy on this machine speaks for others: what it forwards needs a key.</summary>
    private static bool IsOfThisMachine(HttpContext context)
        => context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)
            && !Array.Exists(OfProxies, context.Request.Headers.ContainsKey);
}
