using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Files;
using MySpinBot.Server.Hub;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Logging;
using MySpinBot.Server.Rest;
using MySpinBot.Server.Security;
using MySpinBot.Server.Tracing;
using MySpinBot.Server.Workers;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>Our interface over real HTTP and a real database, with a toy for a worker. Every answer is compared with what the description promises. Who asks stands in the header X-Owner.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    public const string Graph = """{"nodes": {"show": {"class_type": "Show", "inputs": {"text": "hello"}}}}""";

    private readonly TemporaryFolder _folder = new();
    private readonly JobStore _store;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private RestServer(ServerLimits limits, string? data, Func<ServerOptions, ServerOptions> told, WorkerWatch? watch)
    {
        Options = told(new ServerOptions
        {
            DataFolder = data ?? _folder.Sub("data"),
            InputFolder = _folder.Sub("input"),
            OutputFolder = _folder.Sub("output"),
            TempFolder = _folder.Sub("temp"),
            JobsAtOnce = 1,
            Limits = limits,
            Worker = new WorkerLaunch("none", [], _folder.Sub("running.calls")),
            Report = Reports.Add,
        });
        Directory.CreateDirectory(Options.DataFolder);
        _store = JobStore.Open(Options.DataFolder, Options.Time);
        var book = new CatalogBook(Options);
        book.Take(Catalog);
        Desk = new JobDesk(Options, _store, Worker, book.WhenKnownAsync);
        Worker.Listener = Desk;
        _app = Build(book, watch ?? new WorkerWatch(Options, book));
        _client = new HttpClient { BaseAddress = null };
    }

    public static CatalogMessage Catalog { get; } = new(
        [
            Node("Show", [new InputDescriptor { Name = "text", Type = SocketTypes.Text, IsMultiline = true }, new InputDescriptor { Name = "size", Type = SocketTypes.Int, Default = 3L, IsRequired = false, Min = 1, Max = 9 }], isOutput: true),
            Node("Read", [new InputDescriptor { Name = "file", Type = SocketTypes.File, FileFolder = "input" }], isOutput: true),
            Node("Pick", [new InputDescriptor { Name = "one", Type = SocketTypes.Choice, Choices = ["left", "right"], Default = "left", IsRequired = false }], isOutput: false),
            Node("Grow", [new InputDescriptor { Name = "seed", Type = SocketTypes.Int, IsSeed = true, Min = 0 }, new InputDescriptor { Name = "text", Type = SocketTypes.Text }], isOutput: true),
        ],
        [new CatalogPlugin("toys", "loaded", "1.0.0", [])],
        []);

    public ToyWorker Worker { get; } = new();

    public JobDesk Desk { get; }

    public JobReader Reader => _store.Reader;

    public ServerOptions Options { get; }

    public List<string> Reports { get; } = [];

    public WebApplication App => _app;

    public Uri Address { get; private set; } = null!;

    public ServerFolders Folders => _app.Services.GetRequiredService<ServerFolders>();

    public static async Task<RestServer> StartAsync(ServerLimits? limits = null, string? data = null, Func<ServerOptions, ServerOptions>? told = null, WorkerWatch? watch = null)
    {
        var server = new RestServer(limits ?? new ServerLimits(), data, told ?? (options => options), watch);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = new Uri(server._app.Urls.First());
        server._client.BaseAddress = server.Address;
        server.Desk.Begin();
        server._app.Services.GetRequiredService<Server.Webhooks.WebhookLines>().Begin();
        return server;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await Promises.CheckAsync(answer);
        return answer;
    }

    /// <summary>An answer's JSON, which must have this status.</summary>
    public static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, text);
        return JsonElement.Parse(text);
    }

    /// <summary>Hands in a job and gives its id.</summary>
    public async Task<Guid> SubmitAsync(string json = Graph, params (string Name, string Value)[] headers)
        => (await JsonAsync(PostAsync("/api/v1/jobs", json, headers), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();

    /// <summary>Waits until a job is in a state.</summary>
    public async Task<JsonElement> UntilAsync(Guid job, string state, string owner = Owners.Local)
    {
        while (true)
        {
            var told = await JsonAsync(GetAsync($"/api/v1/jobs/{job}", ("X-Owner", owner)));
            if (told.GetProperty("state").GetString() == state)
            {
                return told;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await Desk.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private WebApplication Build(CatalogBook book, WorkerWatch watch)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = Options.Limits.BodyBytes;
        });
        builder.Services.AddSingleton(Options).AddSingleton(Desk).AddSingleton(Desk.Feeds).AddSingleton(book).AddSingleton(watch).AddSingleton<ServerFolders>().AddSingleton<UploadReceiver>();
        builder.Services.AddSingleton(_store).AddSingleton(_store.Reader);
        builder.Services.AddRest().AddHub();
        var app = builder.Build();
        app.UseRequestLog(Options);
        app.UseRefusals(Reports.Add);
        app.UseIncomingTraces(Options);
        app.Use(next => context =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.SetOwner(context.Request.Headers["X-Owner"] is [{ } owner] ? owner : Owners.Local);
            return next(context);
        });
        app.UseWebSockets();
        RestRoutes.Map(app);
        HubRoutes.Map(app);
        app.MapGet("/api/v1/bug", context =>
        {
            context.Response.Headers["X-Half"] = "yes";
            throw new InvalidOperationException("A mistake.");
        });
        return app;
    }

    private static CatalogNode Node(string name, InputDescriptor[] inputs, bool isOutput)
        => new(new NodeDescriptor { ClassType = name, Title = name, Inputs = [.. inputs], Outputs = [new OutputDescriptor { Name = "text", Type = SocketTypes.Text }], IsOutput = isOutput }, "toys", ContentId.Of("toys"u8), HasChecks: false);
}
