using System.ClientModel;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Failing;

/// <summary>Makes faults of what the libraries throw that speak to servers.</summary>
internal static class FaultReading
{
    /// <summary>The fault of an exception; null where it is none of a server's.</summary>
    public static RemoteFault? Of(OutboundTarget target, Exception met)
    {
        var who = ServerSaid.Who(target);
        return met switch
        {
            RemoteFault fault => fault,
            JsonException => new RemoteFault($"{who} sent what is not JSON where an answer was to be; look at the address and the kind in targets.servers.", met),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException
                => new RemoteFault($"{who} cannot be trusted: {ServerSaid.Shown(target, Innermost(met).Message)} Its certificate has to be valid for this name, or its authority known to this system.", met),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
                => new RemoteFault($"{who} cannot be reached: there is no such name.", met) { IsPassing = true },
            HttpRequestException when Innermost(met) is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                => new RemoteFault($"{who} cannot be reached: nothing listens there.", met) { IsPassing = true },
            HttpRequestException or IOException or SocketException
                => new RemoteFault($"{who} broke off, or cannot be reached: {ServerSaid.Shown(target, Innermost(met).Message)}", met) { IsPassing = true },
            ClientResultException or InvalidOperationException { InnerException: HttpRequestException or IOException } when met.InnerException is { } inner
                => Of(target, inner),
            AggregateException { InnerException: { } inner } => Of(target, inner),
            _ => null,
        };
    }

    private static Exception Innermost(Exception met)
    {
        while (met.InnerException is { } inner)
        {
            met = inner;
        }

        return met;
    }
}
