using System.Net;
using System.Net.Sockets;

namespace MySpinBot.Server.Outbound;

/// <summary>Which addresses belong to everybody's network: neither this machine's, nor a private network's, nor one that clouds answer secrets on (IANA's special-purpose registries, RFC 6890).</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special4 = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32", // public by its number, and Azure's metadata by its use
    }.Select(network => IPNetwork.Parse(network))];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    // These carry an IPv4 address, which decides: its place in bytes.
    private static readonly (IPNetwork Network, int At)[] Carriers = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>Whether an address is one of them.</summary>
    public static bool Has(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !IsIn(Special4, address);
        }

        foreach (var (network, at) in Carriers)
        {
            if (network.Contains(address))
            {
                return Has(new IPAddress(address.GetAddressBytes().AsSpan(at, 4)));
            }
        }

        return Global6.Contains(address) && !IsIn(Special6, address);
    }

    private static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
