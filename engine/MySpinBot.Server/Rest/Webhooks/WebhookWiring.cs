using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Jobs.Keeping;
using MySpinBot.Server.Outbound;
using MySpinBot.Server.Webhooks;

namespace MySpinBot.Server.Rest.Webhooks;

/// <summary>What webhooks need, and where they are.</summary>
internal static class WebhookWiring
{
    /// <summary>What the routes need beside the store.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
        => services
            .AddSingleton(provider => new GuardedConnect(new AllowedHosts(provider.GetRequiredService<ServerOptions>().Webhooks.AllowedHosts)))
            .AddSingleton<WebhookCaller>()
            .AddSingleton<WebhookLines>()
            .AddSingleton<WebhookRoutes>()
            .AddSingleton<DeliveryRoutes>()
            .AddSingleton<Retention>();

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        var webhooks = app.Services.GetRequiredService<WebhookRoutes>();
        app.MapPost(Addresses.Webhooks, webhooks.AddAsync);
        app.MapGet(Addresses.Webhooks, webhooks.ListAsync);
        app.MapGet($"{Addresses.Webhooks}/{{id}}", webhooks.ShowAsync);
        app.MapPatch($"{Addresses.Webhooks}/{{id}}", webhooks.ChangeAsync);
        app.MapDelete($"{Addresses.Webhooks}/{{id}}", webhooks.RemoveAsync);
        app.MapPost($"{Addresses.Webhooks}/{{id}}/ping", webhooks.PingAsync);

        var deliveries = app.Services.GetRequiredService<DeliveryRoutes>();
        app.MapGet(Addresses.Deliveries, deliveries.ListAsync);
        app.MapGet($"{Addresses.Deliveries}/{{id}}", deliveries.ShowAsync);
        app.MapPost($"{Addresses.Deliveries}/{{id}}/replay", deliveries.ReplayAsync);
    }
}
