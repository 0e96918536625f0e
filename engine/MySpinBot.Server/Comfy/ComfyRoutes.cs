using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
        foreach (var prefix in (string[])["", "/api"])
        {
            app.MapGet($"{prefix}/prompt", (RequestDelegate)prompts.Count);
            app.MapPost($"{prefix}/prompt", (RequestDelegate)prompts.Submit);
            app.MapGet($"{prefix}/queue", (RequestDelegate)queue.List);
            app.MapPost($"{prefix}/queue", (RequestDelegate)queue.Change);
            app.MapPost($"{prefix}/interrupt", (RequestDelegate)queue.Interrupt);
            app.MapPost($"{prefix}/free", (RequestDelegate)queue.Free);
            app.MapGet($"{prefix}/history", (RequestDelegate)history.List);
            app.MapGet($"{prefix}/history/{{id}}", context => history.One(context, Id(context)));
            app.MapPost($"{prefix}/history", (RequestDelegate)history.Change);
            app.MapGet($"{prefix}/features", (RequestDelegate)sockets.Features);
            app.MapGet($"{prefix}/ws", (RequestDelegate)sockets.Connect);
        }

        app.MapGet("/api/jobs", (RequestDelegate)jobs.List);
        app.MapPost("/api/jobs/cancel", (RequestDelegate)jobs.CancelMany);
        app.MapGet("/api/jobs/{id}", context => jobs.One(context, Id(context)));
        app.MapPost("/api/jobs/{id}/cancel", context => jobs.Cancel(context, Id(context)));
    }

    private static string Id(HttpContext context) => (string?)context.GetRouteValue("id") ?? "";
}
