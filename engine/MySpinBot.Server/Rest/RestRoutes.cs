using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Metrics;
using MySpinBot.Server.Rest.Archives;
using MySpinBot.Server.DiskUse;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Rest.DiskUse;
using MySpinBot.Server.Rest.Documents;
using MySpinBot.Server.Rest.Batches;
using MySpinBot.Server.Rest.Events;
using MySpinBot.Server.Rest.Graphs;
using MySpinBot.Server.Rest.Health;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Rest.Manifests;
using MySpinBot.Server.Rest.Memory;
using MySpinBot.Server.Rest.Links;
using MySpinBot.Server.Rest.Nodes;
using MySpinBot.Server.Rest.Previews;
using MySpinBot.Server.Rest.Queue;
using MySpinBot.Server.Rest.Results;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Rest.Weights;
using MySpinBot.Server.Weights.Tasks;
using MySpinBot.Server.Rest.Uploads;
using MySpinBot.Server.Security;
using MySpinBot.Server.Uploading;
using MySpinBot.Server.Rest.Waiting;
using MySpinBot.Server.Rest.Webhooks;

namespace MySpinBot.Server.Rest;

/// <summary>Our own interface: <c>/api/v1</c>, as <c>docs/openapi.json</c> says, and health at the root.</summary>
internal static class RestRoutes
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>What the routes need beside desk, feeds, watch, book, folders and receiver.</summary>
    public static IServiceCollection AddRest(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveStreams>();
        services.AddSingleton<WeightTasks>().AddSingleton<WeightRoutes>().AddSingleton<PullRoutes>().AddSingleton<VerificationRoutes>().AddSingleton<MemoryRoutes>();
        DocumentRoutes.Add(services);
        services.AddSingleton<JobIntake>().AddSingleton<JobRoutes>().AddSingleton<JobActs>().AddSingleton<JobList>();
        services.AddSingleton<ManifestBook>().AddSingleton<ManifestRoutes>().AddSingleton<ArchiveInputs>().AddSingleton<ArchiveExport>().AddSingleton<ArchiveImport>().AddSingleton<ArchiveRoutes>();
        services.AddSingleton<JobWaiting>();
        GraphArea.Add(services);
        services.AddSingleton<JobKeeping>().AddSingleton<BatchIntake>().AddSingleton<BatchRoutes>();
        services.AddWebhooks();
        services.AddSingleton<EventRoutes>().AddSingleton<ResultRoutes>().AddSingleton<FileRoutes>().AddSingleton<QueueRoutes>();
        services.AddSingleton<MeterSources>().AddSingleton<MetricsRoutes>();
        services.AddSingleton<ResumableUploads>().AddSingleton<UploadCourse>().AddSingleton<ResumableRoutes>().AddSingleton<KnownBytes>();
        services.AddSingleton<PreviewRoutes>().AddSingleton<LinkRoutes>().AddSingleton<StorageMeter>().AddSingleton<StorageRoutes>();
        services.TryAddSingleton<PreviewDesk>();
        services.TryAddSingleton<SignedLinks>();
        return services.AddSingleton<NodeRoutes>().AddSingleton<WorkerRoutes>().AddSingleton<HealthRoutes>().AddSingleton<DataFolder>().AddSingleton<OpenApiRoute>();
    }

    /// <summary>Adds the routes. Handlers are plain: nothing is bound, generated or reflected on when the server starts.</summary>
    public static void Map(WebApplication app)
    {
        MapJobs(app);
        ArchiveRoutes.Map(app);
        MapBatches(app);
        WebhookWiring.Map(app);
        MapQueue(app);
        MapFiles(app);
        MapNodes(app);
        WeightRoutes.Map(app);
        MapMemory(app);
        GraphArea.Map(app);
        DocumentRoutes.Map(app);
        MapHealth(app, "");
        MapHealth(app, Addresses.Root);
        app.MapGet(MetricsRoutes.Path, app.Services.GetRequiredService<MetricsRoutes>().ShowAsync);
        app.MapGet($"{Addresses.Root}/openapi.json", app.Services.GetRequiredService<OpenApiRoute>().ShowAsync);
    }

    private static void MapJobs(WebApplication app)
    {
        var jobs = app.Services.GetRequiredService<JobRoutes>();
        app.MapPost(Addresses.Jobs, jobs.SubmitAsync);
        app.MapPost($"{Addresses.Root}/graphs/validate", jobs.ValidateAsync);
        app.MapGet(Addresses.Jobs, app.Services.GetRequiredService<JobList>().ShowAsync);
        app.MapGet($"{Addresses.Jobs}/{{id}}", jobs.ShowAsync);
        app.MapDelete($"{Addresses.Jobs}/{{id}}", jobs.ForgetAsync);
        app.MapGet($"{Addresses.Jobs}/{{id}}/graph", jobs.ShowGraphAsync);
        app.MapGet($"{Addresses.Jobs}/{{id}}/results", app.Services.GetRequiredService<ResultRoutes>().ShowAsync);

        var events = app.Services.GetRequiredService<EventRoutes>();
        app.MapGet($"{Addresses.Jobs}/{{id}}/events", events.ShowAsync);
        app.MapGet($"{Addresses.Root}/previews/{{number}}", events.ShowPreviewAsync);

        var acts = app.Services.GetRequiredService<JobActs>();
        app.MapPost($"{Addresses.Jobs}/{{id}}/cancel", acts.CancelAsync);
        app.MapPost($"{Addresses.Jobs}/{{id}}/retry", acts.RetryAsync);
        app.MapPost($"{Addresses.Jobs}/{{id}}/move", acts.MoveAsync);
    }

    private static void MapBatches(WebApplication app)
    {
        var keeping = app.Services.GetRequiredService<JobKeeping>();
        app.MapDelete(Addresses.Jobs, keeping.ForgetAsync);
        app.MapPost($"{Addresses.Jobs}/{{id}}/keep", keeping.KeepAsync);
        app.MapPost($"{Addresses.Jobs}/{{id}}/unkeep", keeping.UnkeepAsync);

        var batches = app.Services.GetRequiredService<BatchRoutes>();
        app.MapPost($"{Addresses.Jobs}/batch", batches.SubmitAsync);
        app.MapGet(Addresses.Batches, batches.ListAsync);
        app.MapGet($"{Addresses.Batches}/{{id}}", batches.ShowAsync);
        app.MapPost($"{Addresses.Batches}/{{id}}/cancel", batches.CancelAsync);
    }

    private static void MapQueue(WebApplication app)
    {
        var queue = app.Services.GetRequiredService<QueueRoutes>();
        app.MapGet(Addresses.Queue, queue.ShowAsync);
        app.MapPost($"{Addresses.Queue}/pause", queue.PauseAsync);
        app.MapPost($"{Addresses.Queue}/resume", queue.ResumeAsync);
    }

    private static void MapFiles(WebApplication app)
    {
        var files = app.Services.GetRequiredService<FileRoutes>();
        app.MapMethods($"{Addresses.Root}/artifacts/{{id}}", Reading, files.SendArtifactAsync);
        app.MapPost($"{Addresses.Root}/artifacts/{{id}}/link", files.LinkArtifactAsync);
        app.MapPost($"{Addresses.Root}/uploads", files.ReceiveAsync);
        app.MapGet($"{Addresses.Root}/uploads", files.ListUploadsAsync);
        app.MapGet(Addresses.Files, files.ListFilesAsync);
        app.MapMethods($"{Addresses.Files}/content", Reading, files.SendFileAsync);
        app.MapPost($"{Addresses.Files}/link", files.LinkFileAsync);
        MapPreviews(app);
        MapResumable(app);
        MapStorage(app);
    }

    private static void MapPreviews(WebApplication app)
    {
        var previews = app.Services.GetRequiredService<PreviewRoutes>();
        app.MapMethods($"{Addresses.Root}/artifacts/{{id}}/preview", Reading, previews.SendOfArtifactAsync);
        app.MapPost($"{Addresses.Root}/artifacts/{{id}}/preview/link", previews.LinkOfArtifactAsync);
        app.MapMethods($"{Addresses.Files}/preview", Reading, previews.SendOfFileAsync);
        app.MapPost($"{Addresses.Files}/preview/link", previews.LinkOfFileAsync);
    }

    private static void MapResumable(WebApplication app)
    {
        var uploads = app.Services.GetRequiredService<ResumableRoutes>();
        app.MapMethods(Addresses.Resumable, [HttpMethods.Options], uploads.TellAsync);
        app.MapPost(Addresses.Resumable, uploads.BeginAsync);
        app.MapMethods($"{Addresses.Resumable}/{{id}}", [HttpMethods.Head], uploads.ShowOffsetAsync);
        app.MapGet($"{Addresses.Resumable}/{{id}}", uploads.ShowAsync);
        app.MapPatch($"{Addresses.Resumable}/{{id}}", uploads.AddAsync);
        app.MapDelete($"{Addresses.Resumable}/{{id}}", uploads.RemoveAsync);
        app.MapPost($"{Addresses.Resumable}/{{id}}", uploads.OverrideAsync);
    }

    private static void MapStorage(WebApplication app)
    {
        var storage = app.Services.GetRequiredService<StorageRoutes>();
        app.MapGet($"{Addresses.Root}/storage", storage.ShowAsync);
        app.MapPost($"{Addresses.Root}/storage/collect", storage.CollectAsync);
        app.MapDelete($"{Addresses.Root}/artifacts/{{id}}", storage.RemoveArtifactAsync);
        app.MapDelete($"{Addresses.Root}/uploads", storage.RemoveUploadAsync);
        app.MapPost($"{Addresses.Root}/links/rotate", app.Services.GetRequiredService<LinkRoutes>().RotateAsync);
    }

    private static void MapNodes(WebApplication app)
    {
        var nodes = app.Services.GetRequiredService<NodeRoutes>();
        app.MapGet($"{Addresses.Root}/nodes", nodes.ListAsync);
        app.MapGet($"{Addresses.Root}/nodes/{{class_type}}", nodes.ShowAsync);
        app.MapGet($"{Addresses.Root}/plugins", nodes.ListPluginsAsync);
    }

    private static void MapMemory(WebApplication app)
    {
        var memory = app.Services.GetRequiredService<MemoryRoutes>();
        app.MapGet($"{Addresses.Root}/memory", memory.ShowAsync);
        app.MapPost($"{Addresses.Root}/memory/pin", memory.PinAsync);
        app.MapPost($"{Addresses.Root}/memory/unpin", memory.UnpinAsync);
        app.MapPost($"{Addresses.Root}/memory/unload", memory.UnloadAsync);
        app.MapGet($"{Addresses.Root}/devices", memory.ShowDevicesAsync);
    }

    private static void MapHealth(WebApplication app, string root)
    {
        app.MapGet($"{root}/health/live", HealthRoutes.ShowLifeAsync);
        app.MapGet($"{root}/health/ready", app.Services.GetRequiredService<HealthRoutes>().ShowReadinessAsync);
        if (root.Length > 0)
        {
            var worker = app.Services.GetRequiredService<WorkerRoutes>();
            app.MapGet($"{root}/worker", worker.ShowAsync);
            app.MapPost($"{root}/memory/free", worker.FreeAsync);
        }
    }
}
