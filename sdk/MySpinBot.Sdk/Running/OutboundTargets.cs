using System.Text;

namespace MySpinBot.Sdk;

/// <summary>Other servers that the host's configuration names. Graphs and requests name them and never their addresses. A service: constructors may ask for it.</summary>
public interface IOutboundTargets
{
    /// <summary>They, in the order of the configuration.</summary>
    IReadOnlyList<OutboundTarget> All { get; }
}

/// <summary>A server to ask.</summary>
/// <param name="Name">Its name in graphs and requests.</param>
/// <param name="Kind">How it is spoken to: <c>openai</c> or <c>ollama</c>.</param>
/// <param name="Address">Where it is: <c>http://127.0.0.1:11434</c>.</param>
public sealed record OutboundTarget(string Name, string Kind, Uri Address)
{
    /// <summary>Where its API begins, without a slash at the end: its address; where it has no path and the kind is <c>openai</c>, the usual <c>/v1</c>.</summary>
    public string Endpoint => Kind == "openai" && Address.AbsolutePath is "/" ? new Uri(Address, "/v1").AbsoluteUri : Address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The key it wants; null for none. Never in documents, results, events or logs.</summary>
    public string? Key { get; init; }

    /// <summary>How long it may take until an answer begins, and between two pieces of it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is asked again when it cannot be reached or is too busy.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Whether it computes on this machine, so that its models lie in the same memory as ours and go when something else needs the room.</summary>
    public bool SharesMemory { get; init; }

    // Whatever prints it must not print the key.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(Name)} = {Name}, {nameof(Kind)} = {Kind}, {nameof(Address)} = {Address}");
        return true;
    }
}
