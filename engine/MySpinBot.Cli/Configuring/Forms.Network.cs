using System.Net;
using System.Text.RegularExpressions;
using MySpinBot.Server;
using MySpinBot.Server.Outbound;

namespace MySpinBot.Cli.Configuring;

/// <content>What has to do with networks. What a server would refuse at its start, or pass over in silence, is told with all else that is wrong.</content>
internal static partial class Forms
{
    /// <summary>Where to listen.</summary>
    public static Form<string?> ListenAddress { get; } = Text("an IP address of this machine", "IP", static text => text == "localhost" || IPAddress.TryParse(text.Trim('[', ']'), out _));

    /// <summary>Names that the server goes by.</summary>
    public static Form<IReadOnlyList<string>> HostNames { get; } = Texts("names of hosts", "NAME", static text => Uri.CheckHostName(text) != UriHostNameType.Unknown);

    /// <summary>Where web pages come from.</summary>
    public static Form<IReadOnlyList<string>> Origins { get; } = Texts("origins like http://host:port", "ORIGIN", static text => Origin().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out _));

    /// <summary>Hosts that may be called though they are private.</summary>
    public static Form<IReadOnlyList<string>> AllowedHosts { get; } = Texts("hosts (name, name:port) or networks (10.0.0.0/8)", "HOST", static text =>
    {
        try
        {
            OutboundRules.Allowing([text]);
            return true;
        }
        catch (ServerRefusal)
        {
            return false; // who calls knows what would be right
        }
    });

    /// <summary>Headers for requests.</summary>
    public static Form<string?> Headers { get; } = Text("headers as name=value,name=value", "HEADERS", static text => NamedValues().IsMatch(text));

    // Browsers' extensions have origins, too, with schemes of their own.
    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://[^/?#@\s]+/?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Origin();

    [GeneratedRegex(@"^ *[!#$%&'*+.^_`|~0-9A-Za-z-]+ *=[^,]*(, *[!#$%&'*+.^_`|~0-9A-Za-z-]+ *=[^,]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamedValues();
}
