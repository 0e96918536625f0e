using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MySpinBot.Server.Tests.Rest.Webhooks;

/// <summary>Somebody who is called, over real HTTP, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Heard> _heard = new();

    private Receiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(HearAsync);
    }

    /// <summary>How a call is answered, by its place, from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>All calls, in the order in which they came.</summary>
    public IReadOnlyList<Heard> Calls => [.. _heard];

    public Uri Address { get; private set; } = null!;

    public string Host => Address.Authority;

    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var receiver = new Receiver(port);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new Uri(receiver._app.Urls.First());
        return receiver;
    }

    /// <summary>Waits until so many calls came.</summary>
    public async Task<IReadOnlyList<Heard>> UntilAsync(int calls)
    {
        while (_heard.Count < calls)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return Calls;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HearAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _heard.Enqueue(new Heard(context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        await Answer(context, _heard.Count);
    }
}

/// <summary>A call that was heard.</summary>
internal sealed record Heard(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Id => Headers["webhook-id"];

    public string Type => Json.GetProperty("type").GetString()!;
}
