using System.Net;

namespace MySpinBot.Server.Security;

/// <summary>Where the server listens, and whether it may.</summary>
internal static class Listening
{
    /// <summary>The address that a name stands for.</summary>
    /// <exception cref="ServerRefusal">It is no address, or it can be reached from elsewhere and nobody would have to say who he is.</exception>
    public static IPAddress At(string address, ApiKeys keys, string? keysFile)
    {
        var found = address == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(address.Trim('[', ']'), out var parsed) ? parsed
            : throw new ServerRefusal(RefusalKind.Wrong, "bad_address", $"'{address}' is no address to listen at; give an IP address of this machine, 127.0.0.1 for this machine only, or 0.0.0.0 for all of its addresses.");
        return IPAddress.IsLoopback(found) || keys.Any ? found
            : throw new ServerRefusal(
                RefusalKind.Forbidden,
                "no_keys",
                $"The server would listen at {address}, where others can reach it, and nobody would have to say who he is. Make a key first with 'myspinbot keys add NAME'{(keysFile is null ? "" : $" (they are kept in '{keysFile}')")}, or listen at 127.0.0.1.");
    }
}
