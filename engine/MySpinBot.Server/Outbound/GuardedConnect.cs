using System.Net;
using System.Net.Sockets;

namespace MySpinBot.Server.Outbound;

/// <summary>Connects to hosts of everybody's network, and to those that are allowed. What is looked at is the address that is connected to, when it is: a name that changes its addresses meanwhile gains nothing.</summary>
internal sealed class GuardedConnect(AllowedHosts allowed)
{
    /// <summary>Says why an address of the web cannot be reached by what is known before anybody looks its name up; null where nothing speaks against it.</summary>
    public string? Refusal(Uri url)
    {
        if (!IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address))
        {
            return url.IdnHost is "localhost" || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                ? allowed.HasName(url.IdnHost, url.Port) ? null : Sentence(url.IdnHost) : null;
        }

        return MayReach(url.IdnHost, url.Port, address) ? null : Sentence(url.IdnHost);
    }

    /// <summary>Connects, as <see cref="SocketsHttpHandler.ConnectCallback"/> wants it.</summary>
    /// <exception cref="HttpRequestException">None of its addresses may be reached, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var may = Array.FindAll(found, address => MayReach(host, port, address));
        if (may.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, found.Length == 0 ? $"'{host}' has no address." : Sentence(host));
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(may, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Sentence(string host)
        => $"'{host}' is this machine's, or of a private network, which is not called unless whoever runs the server allows it.";

    private bool MayReach(string host, int port, IPAddress address) => PublicAddresses.Has(address) || allowed.HasName(host, port) || allowed.HasAddress(address, port);
}
