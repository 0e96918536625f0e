using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Hub;

/// <summary>SignalR at <c>/hub</c>, over WebSockets.</summary>
internal static class HubRoutes
{
    // Each connection may hold half a message for as long as it likes; larger graphs go to POST /api/v1/jobs.
    private const long MostOfAMessage = 4L << 20;

    /// <summary>What the hub needs beside desk, feeds, watch and <see cref="Rest.RestRoutes.AddRest"/>.</summary>
    public static IServiceCollection AddHub(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveStreams>();
        services.AddSingleton<LiveSeats>().AddSingleton<QueueBoard>().AddSingleton<WorkerNews>().AddSingleton<WeightNews>();
        services.AddSignalR(hub => hub.AddFilter<HubRefusals>()).AddJsonProtocol(json => json.PayloadSerializerOptions = new(MessageJson.Options));
        services.AddOptions<HubOptions>().Configure<ServerOptions>((hub, server) => hub.MaximumReceiveMessageSize = Math.Min(server.Limits.BodyBytes, MostOfAMessage));
        return services;
    }

    /// <summary>Adds the hub.</summary>
    public static void Map(WebApplication app)
    {
        var streams = app.Services.GetRequiredService<LiveStreams>();
        app.MapHub<LiveHub>("/hub", hub =>
        {
            hub.Transports = HttpTransportType.WebSockets; // the only one whose state ends with its connection
            hub.CloseOnAuthenticationExpiration = false;
        }).Add(endpoint => endpoint.RequestDelegate = Seated(endpoint.RequestDelegate!, streams));
    }

    // A connection takes a place though nothing is watched: the web server has no sentence for those that are too many.
    private static RequestDelegate Seated(RequestDelegate next, LiveStreams streams) => async context =>
    {
        using (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ? streams.Take() : null)
        {
            await next(context);
        }
    };
}
