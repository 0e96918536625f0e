using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace MySpinBot.Client.Tests;

/// <summary>A server that answers as a test wants, over real HTTP.</summary>
internal sealed class LittleServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LittleServer(WebApplication app) => _app = app;

    /// <summary>What was asked: method, path and query.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public MySpinBotClient Client => new(Address);

    /// <param name="answer">Answers a request, told how many came before it.</param>
    public static async Task<LittleServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LittleServer(app);
        var count = -1;
        app.Run(context =>
        {
            server.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return answer(context, Interlocked.Increment(ref count));
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers with JSON.</summary>
    public static Task Json(HttpContext context, int status, string json, string mediaType = "application/json")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, mediaType);
        return context.Response.WriteAsync(json);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
