using System.Net;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>Connections to one server: no redirect is followed, for a key must not go to another address than the one that was configured, and what nobody reads any more is cut off, so that the server stops computing it.</summary>
internal static class TargetHttp
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    /// <summary>A client for a target. Its time limits are <see cref="Failing.Persistence"/>'s.</summary>
    public static HttpClient Of(OutboundTarget target) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !target.Address.IsLoopback,
        AutomaticDecompression = DecompressionMethods.None, // a small answer must not become a large one
        ConnectTimeout = target.Patience < LongestConnect ? target.Patience : LongestConnect,
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // names may get other addresses
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
