using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.ObjectInfo;
using MySpinBot.Server.Files;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>ComfyUI's routes for files, models, users and what the server is. Each is there at its path and under <c>/api</c>.</summary>
internal static class ComfyFileRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services;
        var (book, watch, options) = (services.GetRequiredService<CatalogBook>(), services.GetRequiredService<WorkerWatch>(), services.GetRequiredService<ServerOptions>());
        var log = new LogLines(options.Time);
        watch.Logged += log.Add;
        Map(app, options, services.GetRequiredService<ServerFolders>(), book.WhenKnownAsync, () => watch.Ledger, log);
    }

    /// <summary>Adds them to an application that has no worker of its own.</summary>
    internal static void Map(
        WebApplication app, ServerOptions options, ServerFolders folders, Func<CancellationToken, ValueTask<KnownCatalog>> catalog, Func<ImmutableArray<DeviceLedger>> ledger, LogLines log)
    {
        var receiver = app.Services.GetService<UploadReceiver>() ?? new UploadReceiver(folders, options);
        var files = new FileLists(folders, options.Time);
        var previews = app.Services.GetService<PreviewDesk>() ?? new PreviewDesk(options);
        app.Lifetime.ApplicationStopped.Register(previews.Dispose);
        NothingHere.Use(app);
        new ObjectInfoRoutes(new ObjectInfoBook(files), catalog).Map(app);
        new ViewRoutes(folders, previews).Map(app);
        new UploadRoutes(folders, receiver, previews).Map(app);
        new UserDataRoutes(folders, receiver, options.Limits).Map(app);
        new SettingsRoutes(folders, receiver).Map(app);
        new ModelRoutes(folders, files, previews).Map(app);
        new SystemStatsRoutes(options.CommandLine, ledger).Map(app);
        new InternalRoutes(folders, log).Map(app);
        FrontEndRoutes.Map(app);
    }
}
