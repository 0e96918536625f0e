using System.Globalization;
using System.Net;

namespace MySpinBot.Server.Outbound;

/// <summary>Hosts that may be reached though they are private: <c>name</c>, <c>name:port</c>, an address, or a network such as <c>10.0.0.0/8</c>.</summary>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];

    /// <summary>The hosts of a list.</summary>
    /// <exception cref="ServerRefusal">One of them is none.</exception>
    public AllowedHosts(IEnumerable<string> hosts)
    {
        foreach (var host in hosts)
        {
            if (IPNetwork.TryParse(host, out var network))
            {
                _networks.Add(network);
            }
            else if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            {
                _names.Add(Plain(address));
            }
            else if (host.Length > 0 && Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var url) && url.PathAndQuery == "/" && url.UserInfo.Length == 0)
            {
                _names.Add(url.IsDefaultPort && !host.EndsWith(":80", StringComparison.Ordinal) ? url.IdnHost : Named(url.IdnHost, url.Port));
            }
            else
            {
                throw new ServerRefusal(RefusalKind.Wrong, "bad_host", $"'{host}' is no host that may be allowed; write a name, name:port, an address, or a network such as 10.0.0.0/8.");
            }
        }
    }

    /// <summary>Whether a name may be reached whatever its addresses are.</summary>
    public bool HasName(string host, int port) => _names.Contains(host.Trim('[', ']')) || _names.Contains(Named(host.Trim('[', ']'), port));

    /// <summary>Whether an address may be reached, whatever it is called.</summary>
    public bool HasAddress(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return HasName(Plain(plain), port) || _networks.Exists(network => network.Contains(plain));
    }

    private static string Plain(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string Named(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
}
