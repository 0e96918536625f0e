using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Hub;

/// <summary>SignalR at <c>/hub</c>, over WebSockets.</summary>
internal static class HubRoutes
{
    /// <summary>What the hub needs beside desk, feeds, watch and <see cref="Rest.RestRoutes.AddRest"/>.</summary>
    public static IServiceCollection AddHub(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveStreams>();
        services.AddSingleton<LiveSeats>().AddSingleton<QueueBoard>().AddSingleton<WorkerNews>();
        services.AddSignalR(hub => hub.AddFilter<HubRefusals>()).AddJsonProtocol(json => json.PayloadSerializerOptions = new(MessageJson.Options));
        services.AddOptions<HubOptions>().Configure<ServerOptions>((hub, server) => hub.MaximumReceiveMessageSize = server.Limits.BodyBytes);
        return services;
    }

    /// <summary>Adds the hub.</summary>
    public static void Map(WebApplication app) => app.MapHub<LiveHub>("/hub", hub =>
    {
        hub.Transports = HttpTransportType.WebSockets; // the only one whose state ends with its connection
        hub.CloseOnAuthenticationExpiration = false;
    });
}
