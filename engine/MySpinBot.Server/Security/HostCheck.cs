using System.Net;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Security;

/// <summary>Whether a request calls the server by a name of its own. A page of somebody's that has its name point here (DNS rebinding) calls it by that one.
/// An address cannot be made to point elsewhere, so addresses always pass.</summary>
internal sealed class HostCheck(IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the request may go on.</summary>
    public bool Passes(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return name.Length > 0
            && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                || IPAddress.TryParse(name.Trim('[', ']'), out _)
                || _names.Contains(name));
    }
}
