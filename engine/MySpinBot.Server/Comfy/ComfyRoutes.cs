using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Comfy.Files;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Jobs;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Comfy.Queue;

namespace MySpinBot.Server.Comfy;

/// <summary>ComfyUI's routes that hand in jobs and follow them, each at its path and under <c>/api</c>. WebSockets must be on.</summary>
internal static class ComfyRoutes
{
    /// <summary>What the routes need.</summary>
    public static IServiceCollection AddComfy(this IServiceCollection services) => services
        .AddSingleton<ComfyHub>()
        .AddSingleton<PromptRoutes>()
        .AddSingleton<QueueRoutes>()
        .AddSingleton<HistoryRoutes>()
        .AddSingleton<JobsRoutes>()
        .AddSingleton<SocketRoutes>();

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        var (prompts, queue) = (app.Services.GetRequiredService<PromptRoutes>(), app.Services.GetRequiredService<QueueRoutes>());
        var (history, jobs) = (app.Services.GetRequiredService<HistoryRoutes>(), app.Services.GetRequiredService<JobsRoutes>());
        var sockets = app.Services.GetRequiredService<SocketRoutes>();
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<ComfyHub>().Close);
        app.Read("/prompt", prompts.Count);
        app.Post("/prompt", prompts.Submit);
        app.Read("/queue", queue.List);
        app.Post("/queue", queue.Change);
        app.Post("/interrupt", queue.Interrupt);
        app.Post("/free", queue.Free);
        app.Read("/history", history.List);
        app.Read("/history/{id}", context => history.One(context, Id(context)));
        app.Post("/history", history.Change);
        app.Read("/features", sockets.Features);
        app.MapGet("/ws", (RequestDelegate)sockets.Connect);
        app.MapGet("/api/ws", (RequestDelegate)sockets.Connect);

        app.MapMethods("/api/jobs", BothPaths.Reading, jobs.List);
        app.MapPost("/api/jobs/cancel", (RequestDelegate)jobs.CancelMany);
        app.MapMethods("/api/jobs/{id}", BothPaths.Reading, context => jobs.One(context, Id(context)));
        app.MapPost("/api/jobs/{id}/cancel", context => jobs.Cancel(context, Id(context)));
    }

    private static string Id(HttpContext context) => (string?)context.GetRouteValue("id") ?? "";
}
