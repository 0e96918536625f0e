using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy;
using MySpinBot.Server.Comfy.Files;
using MySpinBot.Server.Files;
using MySpinBot.Server.Hub;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Logging;
using MySpinBot.Server.OpenAi;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Rest;
using MySpinBot.Server.Security;
using MySpinBot.Server.Tracing;
using MySpinBot.Server.Workers;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server;

/// <summary>A server that listens. Disposing it stops it: no more requests, running jobs go back to the queue for the next start.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly JobStore _store;
    private readonly JobDesk _desk;
    private readonly ServerOptions _options;
    private readonly WorkerWatch _watch;

    private ServerHost(WebApplication app, JobStore store, ServerOptions options)
    {
        (_app, _store, _options) = (app, store, options);
        _desk = app.Services.GetRequiredService<JobDesk>();
        _watch = app.Services.GetRequiredService<WorkerWatch>();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Opens the jobs, starts the worker and listens. When this ends, requests are answered.</summary>
    /// <exception cref="ServerRefusal">It may not or cannot: the message says what would be right.</exception>
    /// <exception cref="StorageFault">The jobs cannot be opened.</exception>
    public static async Task<ServerHost> StartAsync(ServerOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ring = new KeyRing(options.KeysFile, options.Time, options.Report);
        var address = Listening.At(options.Address, ring.Keys, options.KeysFile);
        var store = JobStore.Open(options.DataFolder, options.Time);
        WebApplication? app = null;
        try
        {
            app = Build(options, address, ring, store);
            var host = new ServerHost(app, store, options);
            app.Services.GetRequiredService<JobLog>(); // it listens, so it must be there before there is anything to hear
            host._desk.Begin();
            host._watch.Logged += message => options.Say(new LogEntry(message.Level == "info" ? LogLevel.Information : LogLevel.Warning, "worker", message.Message));
            host._watch.Begin(host._desk);
            app.Services.GetRequiredService<Webhooks.WebhookLines>().Begin();
            app.Services.GetRequiredService<Jobs.Keeping.Retention>().Begin();
            await Listen(app, options, cancellation);
            return host;
        }
        catch
        {
            if (app is not null)
            {
                await app.Services.GetRequiredService<WorkerWatch>().DisposeAsync();
                await app.DisposeAsync();
            }

            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many jobs a worker has.</summary>
    public int RunningJobs => _desk.Counts.Running;

    /// <summary>Takes nothing new from now on, says so to whoever asks whether it is ready, and lets running jobs and answers go on for as long as it was told (<see cref="ServerOptions.Drain"/>).
    /// Requests are answered meanwhile. Disposing follows.</summary>
    /// <param name="cut">Ends the waiting.</param>
    /// <returns>Whether none runs any more.</returns>
    public async Task<bool> DrainAsync(CancellationToken cut)
    {
        var answers = _app.Services.GetRequiredService<CallTurns>().DrainAsync(_options.Drain, _options.Time, cut);
        return await _desk.DrainAsync(_options.Drain, cut) & await answers;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // In this order: feeds end, so that those who watch let go of their requests; then requests; then the worker.
        await _desk.StopAsync();
        using (var patience = new CancellationTokenSource(Parting))
        {
            await _app.StopAsync(patience.Token);
        }

        await _watch.DisposeAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static WebApplication Build(ServerOptions options, IPAddress address, KeyRing ring, JobStore store)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "MySpinBot.Server", ContentRootPath = options.DataFolder, Args = [] });
        builder.Logging.ClearProviders().AddProvider(new ReportLogging(options)).SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Parting);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, options.Port);
            Bound(kestrel, options.Limits);
        });
        var links = new SignedLinks(options);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(store)
            .AddSingleton(store.Reader)
            .AddSingleton<WorkerWatch>()
            .AddSingleton<CatalogBook>()
            .AddSingleton<JobDesk>()
            .AddSingleton(services => services.GetRequiredService<JobDesk>().Feeds)
            .AddSingleton<ServerFolders>()
            .AddSingleton(services => new JobLog(options, services.GetRequiredService<JobFeeds>(), services.GetService<JobTraces>()))
            .AddSingleton(new Door(new HostCheck(options.HostNames), new OriginCheck(options.Origins), new Identification(ring), links, options.Limits.Connections, options.Metrics == MetricsAccess.Open))
            .AddSingleton(links)
            .AddSingleton<UploadReceiver>()
            .AddSingleton<PreviewDesk>()
            .AddComfy()
            .AddRest()
            .AddHub()
            .AddOpenAi();

        if (options.TraceEndpoint is not null)
        {
            builder.Services.AddSingleton<JobTraces>();
        }

        var app = builder.Build();
        app.UseRequestIds();
        app.UseRequestLog(options);
        app.UseRefusals(options.Report);
        app.UseIncomingTraces(options);
        app.Use(next => context => context.RequestServices.GetRequiredService<Door>().Pass(context, next));
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(60) });
        RestRoutes.Map(app);
        HubRoutes.Map(app);
        OpenAiRoutes.Map(app);
        ComfyRoutes.Map(app);
        ComfyFileRoutes.Map(app);
        return app;
    }

    private static void Bound(KestrelServerOptions kestrel, ServerLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.Limits.MaxRequestLineSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);

        // The door answers those that are too many with a sentence; this is for those who open connections and say nothing.
        kestrel.Limits.MaxConcurrentConnections = limits.Connections + limits.Streams + 64;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Streams + 64; // each has a place among the streams, so it is never met
    }

    private static async Task Listen(WebApplication app, ServerOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException fault)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "cannot_listen", $"The server cannot listen at {options.Address}:{options.Port}: {fault.Message.TrimEnd('.')}. End what listens there, or choose another port with '--port'.");
        }
    }
}
