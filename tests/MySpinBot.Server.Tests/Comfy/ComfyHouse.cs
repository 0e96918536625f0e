using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Security;
using MySpinBot.Server.Tests.Jobs;
using MySpinBot.Server.Workers;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

/// <summary>ComfyUI's routes on a real web server and a real database, with a worker that does what the test says. Who asks stands in the header <c>owner</c>.</summary>
internal sealed class ComfyHouse : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly JobStore _store;
    private readonly WebApplication _app;

    public ComfyHouse(ServerLimits? limits = null, int jobsAtOnce = 1, bool runs = true)
    {
        var options = new ServerOptions
        {
            DataFolder = _folder.Path,
            InputFolder = "",
            OutputFolder = "",
            TempFolder = "",
            Worker = new WorkerLaunch("", [], Path.Combine(_folder.Path, "running.calls")),
            JobsAtOnce = jobsAtOnce,
            Limits = (limits ?? new ServerLimits()) with { FreeDiskBytes = 0 },
            Report = sentence => Reports.Enqueue(sentence),
        };
        _store = JobStore.Open(options.DataFolder, options.Time);
        var book = new CatalogBook(options);
        book.Take(Toys.Catalog);
        Worker = new ScriptedWorker();
        Desk = new JobDesk(options, _store, Worker, book.WhenKnownAsync);
        Worker.Listener = Desk;
        if (runs)
        {
            Worker.OnStart = start => _ = Task.Run(() => RunAsync(start));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(options).AddSingleton(Desk).AddSingleton(book).AddSingleton(new LiveStreams(options)).AddSingleton(new WorkerWatch(options, book)).AddComfy();
        _app = builder.Build();
        _app.UseRefusals(options.Report);
        _app.Use((context, next) =>
        {
            context.SetOwner(context.Request.Headers.TryGetValue("owner", out var owner) ? owner.ToString() : Owners.Local);
            return next(context);
        });
        _app.UseWebSockets();
        ComfyRoutes.Map(_app);
        Desk.Begin();
        _app.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = Patience };
        if (runs)
        {
            Worker.Ready();
        }
    }

    public System.Collections.Concurrent.ConcurrentQueue<string> Reports { get; } = new();

    public ScriptedWorker Worker { get; }

    public JobDesk Desk { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>What the worker does with a job: its nodes run one after the other, and output nodes show something.</summary>
    public Func<StartJob, JsonObject, Task>? Script { get; set; }

    public async Task<(int Status, JsonNode? Body)> PostAsync(string path, string body, string? owner = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await SendAsync(request, owner);
    }

    public Task<(int Status, JsonNode? Body)> GetAsync(string path, string? owner = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), owner);

    public async Task<Guid> SubmitAsync(string prompt, string? client = null, string? owner = null, string more = "")
    {
        var (status, body) = await PostAsync("/prompt", $$"""{"prompt":{{prompt}}{{(client is null ? "" : $",\"client_id\":\"{client}\"")}}{{more}}}""", owner);
        status.ShouldBe(200, body?.ToJsonString());
        return Guid.Parse(body!["prompt_id"]!.GetValue<string>());
    }

    public async Task<JsonNode> HistoryOfAsync(Guid id)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if ((await GetAsync($"/history/{id}")).Body![$"{id}"] is { } record)
            {
                return record;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    public async Task<ComfyClient> ConnectAsync(string clientId, string? owner = null, bool flags = false)
    {
        var socket = new ClientWebSocket();
        if (owner is not null)
        {
            socket.Options.SetRequestHeader("owner", owner);
        }

        await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/ws?clientId={clientId}"), CancellationToken.None);
        var client = new ComfyClient(socket);
        if (flags)
        {
            await client.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":true}}""");
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Desk.StopAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunAsync(StartJob start)
    {
        var prompt = JsonNode.Parse(Desk.Content(start.Job)!.Document.Span)!.AsObject();
        if (Script is { } script)
        {
            await script(start, prompt);
            return;
        }

        foreach (var (id, node) in prompt)
        {
            Worker.Tell(start.Job, Ran(id, node!["class_type"]!.GetValue<string>()));
        }

        Worker.End(start.Job);
    }

    public static RunEvent[] Ran(string id, string type) =>
    [
        new NodeStarted(id, type, type, 1, RunReason.NotKnown),
        new NodeFinished(id, type, 0.01, type == "BOut" ? JsonDocument.Parse($$"""{"images":[{"filename":"{{id}}.png","subfolder":"","type":"output"}]}""").RootElement : null),
    ];

    private async Task<(int Status, JsonNode? Body)> SendAsync(HttpRequestMessage request, string? owner)
    {
        if (owner is not null)
        {
            request.Headers.Add("owner", owner);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}

/// <summary>A client's socket.</summary>
internal sealed class ComfyClient(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 20];

    public ClientWebSocket Socket { get; } = socket;

    public Task SendAsync(string text) => Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next text; null where the socket was closed. Pictures are passed over.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var limit = new CancellationTokenSource(ComfyHouse.Patience);
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await Socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Text)
            {
                return JsonNode.Parse(_buffer.AsSpan(0, length));
            }

            Pictures.Add(_buffer[..length]);
        }
    }

    public List<byte[]> Pictures { get; } = [];

    /// <summary>All frames until the prompt is over, or until one that the test waits for.</summary>
    public async Task<List<JsonNode>> UntilAsync(Func<JsonNode, bool>? isLast = null)
    {
        isLast ??= frame => frame["type"]!.GetValue<string>() == "executing" && frame["data"]!["node"] is null;
        var frames = new List<JsonNode>();
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
            if (isLast(frame))
            {
                break;
            }
        }

        return frames;
    }

    public async Task<JsonNode> NextAsync(string type)
    {
        var frame = (await NextAsync())!;
        frame["type"]!.GetValue<string>().ShouldBe(type, frame.ToJsonString());
        return frame["data"]!;
    }

    public void Dispose() => Socket.Dispose();
}
