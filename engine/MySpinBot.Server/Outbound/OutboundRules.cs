using System.Net;
using System.Net.Sockets;

namespace MySpinBot.Server.Outbound;

/// <summary>Whom somebody may have called: whoever has a public address, and those that are named; or, for a person at a terminal, anybody.</summary>
public sealed class OutboundRules
{
    private readonly string[] _allowed;
    private readonly GuardedConnect _guard;

    private readonly AllowedHosts _named;

    private OutboundRules(string[] allowed, bool any)
    {
        (_allowed, _named, MayCallAnybody) = (allowed, new AllowedHosts(allowed), any);
        _guard = new GuardedConnect(_named);
    }

    /// <summary>Public addresses only.</summary>
    public static OutboundRules Strict { get; } = new([], any: false);

    /// <summary>No bounds.</summary>
    public static OutboundRules Any { get; } = new([], any: true);

    /// <summary>Whether there are no bounds.</summary>
    public bool MayCallAnybody { get; }

    /// <summary>Public addresses, and these hosts and networks.</summary>
    /// <exception cref="ServerRefusal">One is neither; the sentence says which.</exception>
    public static OutboundRules Allowing(IEnumerable<string> allowed) => new([.. allowed], any: false);

    /// <summary>These, and one more host at one port.</summary>
    public OutboundRules And(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new OutboundRules([.. _allowed, $"{target.Host}:{target.Port}"], MayCallAnybody);
    }

    /// <summary>Why an address of the web may not be called, by what is known before its name is looked up; null where nothing speaks against it.</summary>
    public string? Refusal(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return MayCallAnybody ? null : _guard.Refusal(target);
    }

    /// <summary>Connects, as <see cref="SocketsHttpHandler.ConnectCallback"/> wants it. A proxy was named by whoever runs this, and may be anywhere.</summary>
    internal ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        => MayCallAnybody || IsProxy(context) ? PlainAsync(context.DnsEndPoint, cancellation) : _guard.ConnectAsync(context, cancellation);

    /// <summary>Why a target that a proxy will connect to may not be called, as far as its addresses are known here; null where nothing speaks against it.</summary>
    internal async Task<string?> RefusalByProxyAsync(Uri target, CancellationToken cancellation)
    {
        if (MayCallAnybody || Refusal(target) is not null)
        {
            return Refusal(target);
        }

        try
        {
            foreach (var address in await Dns.GetHostAddressesAsync(target.IdnHost, cancellation).ConfigureAwait(false))
            {
                var literal = new UriBuilder(target) { Host = address.ToString() }.Uri;
                if (_guard.Refusal(literal) is { } why && !_named.HasName(target.IdnHost, target.Port))
                {
                    return why;
                }
            }
        }
        catch (SocketException)
        {
            // Behind some proxies no names are known but the proxy's.
        }

        return null;
    }

    private static bool IsProxy(SocketsHttpConnectionContext context)
        => context.InitialRequestMessage.RequestUri is { } target
            && (target.Port != context.DnsEndPoint.Port || !string.Equals(target.IdnHost.Trim('[', ']'), context.DnsEndPoint.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    private static async ValueTask<Stream> PlainAsync(DnsEndPoint target, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
