using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MySpinBot.Server.Outbound;

/// <summary>Whom the server may call: whoever has a public address, and those that are named here. The rule holds for the address that is really connected to,
/// so that neither a name that suddenly means another machine nor a redirect gets around it.</summary>
public sealed class OutboundRules
{
    private readonly ImmutableArray<(string Host, int? Port)> _hosts;
    private readonly ImmutableArray<IPNetwork> _networks;

    private OutboundRules(ImmutableArray<(string Host, int? Port)> hosts, ImmutableArray<IPNetwork> networks, bool any) => (_hosts, _networks, MayCallAnybody) = (hosts, networks, any);

    /// <summary>Public addresses only.</summary>
    public static OutboundRules Strict { get; } = new([], [], false);

    /// <summary>No bounds: for a person at a terminal, who could call anybody anyway.</summary>
    public static OutboundRules Any { get; } = new([], [], true);

    /// <summary>Whether there are no bounds.</summary>
    public bool MayCallAnybody { get; }

    /// <summary>Public addresses, and these.</summary>
    /// <param name="allowed">Hosts (<c>name</c>, <c>name:port</c>, <c>[::1]:8080</c>) and networks (<c>10.0.0.0/8</c>).</param>
    /// <exception cref="ServerRefusal">One is none of these; the sentence says which.</exception>
    public static OutboundRules Allowing(IEnumerable<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        var (hosts, networks) = (ImmutableArray.CreateBuilder<(string, int?)>(), ImmutableArray.CreateBuilder<IPNetwork>());
        foreach (var text in allowed)
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (TryHost(text) is { } host)
            {
                hosts.Add(host);
            }
            else
            {
                throw new ServerRefusal(RefusalKind.Wrong, "bad_host", $"'{text}' names nobody who may be called: write a host (name, name:port) or a network (10.0.0.0/8).");
            }
        }

        return new OutboundRules(hosts.ToImmutable(), networks.ToImmutable(), false);
    }

    /// <summary>These, and one more host at one port.</summary>
    public OutboundRules And(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new OutboundRules(_hosts.Add((target.IdnHost, target.Port)), _networks, MayCallAnybody);
    }

    /// <summary>Whether a host may be called at an address that it has.</summary>
    public bool MayCall(string host, int port, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (MayCallAnybody || PublicAddress.Is(address))
        {
            return true;
        }

        foreach (var (allowed, at) in _hosts)
        {
            if ((at is null || at == port) && string.Equals(allowed, host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        var plain = PublicAddress.Plain(address);
        foreach (var network in _networks)
        {
            if (network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Connects a client: for <see cref="SocketsHttpHandler.ConnectCallback"/>. A proxy was named by whoever runs the server, and may be anywhere.</summary>
    /// <exception cref="OutboundFault">None of the host's addresses may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isProxy = context.InitialRequestMessage.RequestUri is { } target && (!string.Equals(target.IdnHost.Trim('[', ']'), host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) || target.Port != port);
        var addresses = await AddressesAsync(host, cancellation).ConfigureAwait(false);
        var allowed = isProxy ? addresses : [.. addresses.Where(address => MayCall(host, port, address))];
        if (allowed.Length == 0)
        {
            throw Refusal(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Checks a target that a proxy will connect to, as far as its addresses are known here.</summary>
    /// <exception cref="OutboundFault">One of them may not be called.</exception>
    public async Task CheckAsync(Uri target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        IPAddress[] addresses;
        try
        {
            addresses = await AddressesAsync(target.IdnHost, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Behind some proxies no names are known but the proxy's.
            return;
        }

        if (!Array.TrueForAll(addresses, address => MayCall(target.IdnHost, target.Port, address)))
        {
            throw Refusal(target.IdnHost);
        }
    }

    private static Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellation)
        => IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? Task.FromResult<IPAddress[]>([literal]) : Dns.GetHostAddressesAsync(host, cancellation);

    private static OutboundFault Refusal(string host)
        => new($"'{host}' is this machine or lies in a private network, where the server calls nobody who was not named to it; allow it in the server's configuration, or give a public address.");

    private static (string Host, int? Port)? TryHost(string text)
    {
        var colon = text.LastIndexOf(':');
        var isBare = colon < 0 || (text.IndexOf(':', StringComparison.Ordinal) != colon && text[^1] != ']' && text[0] != '[') || text[^1] == ']';
        var host = (isBare ? text : text[..colon]).Trim('[', ']');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return null;
        }

        return isBare ? (host, null)
            : ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? (host, port)
            : null;
    }
}

/// <summary>Somebody may not be called. The message is a sentence for people.</summary>
public sealed class OutboundFault(string sentence) : IOException(sentence);
