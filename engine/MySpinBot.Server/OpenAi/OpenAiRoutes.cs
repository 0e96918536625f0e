using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MySpinBot.Server.Capabilities;

namespace MySpinBot.Server.OpenAi;

/// <summary>OpenAI's interface: <c>/v1</c>. Programs that were made for it need an address and nothing else.</summary>
internal static class OpenAiRoutes
{
    /// <summary>Where it is.</summary>
    public static readonly PathString Root = "/v1";

    /// <summary>What the routes need beside options and watch.</summary>
    public static IServiceCollection AddOpenAi(this IServiceCollection services)
    {
        services.TryAddSingleton<ICapabilities, WorkerCapabilities>();
        services.AddSingleton(static provider =>
        {
            var limits = provider.GetRequiredService<ServerOptions>().Limits;
            return new CallTurns(limits.AnswersAtOnce, limits.WaitingAnswers);
        });
        return services.AddSingleton<AnswerMeter>().AddSingleton<TextRoutes>().AddSingleton<EmbeddingRoutes>().AddSingleton<ModelRoutes>();
    }

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        var text = app.Services.GetRequiredService<TextRoutes>();
        app.MapPost("/v1/chat/completions", text.ChatAsync);
        app.MapPost("/v1/completions", text.CompleteAsync);
        app.MapPost("/v1/embeddings", app.Services.GetRequiredService<EmbeddingRoutes>().EmbedAsync);

        var models = app.Services.GetRequiredService<ModelRoutes>();
        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{**id}", models.ShowAsync);
    }

    /// <summary>Gives every answer an id, by which the log knows it, and which OpenAI's clients show where something goes wrong.</summary>
    public static void UseRequestIds(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context.Request.Path.StartsWithSegments(Root))
        {
            context.TraceIdentifier = $"req_{Guid.NewGuid():N}";
            context.Response.Headers["x-request-id"] = context.TraceIdentifier;
        }

        return next(context);
    });
}
