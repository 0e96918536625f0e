using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Rest.Graphs.Calling;
using MySpinBot.Server.Rest.Graphs.Templates;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>The graphs that the server keeps: <c>/graphs</c> and <c>/templates</c>.</summary>
internal static class GraphArea
{
    public static void Add(IServiceCollection services)
        => services.AddSingleton(provider => provider.GetRequiredService<JobStore>().Graphs)
            .AddSingleton<GraphIntake>().AddSingleton<GraphDesk>().AddSingleton<GraphRoutes>().AddSingleton<GraphList>().AddSingleton<RevisionRoutes>()
            .AddSingleton<TemplateBook>().AddSingleton<TemplateRoutes>()
            .AddSingleton<CallBook>().AddSingleton<CallRoutes>().AddSingleton<CallDescription>();

    public static void Map(WebApplication app)
    {
        const string graph = $"{Addresses.Graphs}/{{id}}";
        var graphs = app.Services.GetRequiredService<GraphRoutes>();
        app.MapPost(Addresses.Graphs, graphs.CreateAsync);
        app.MapGet(Addresses.Graphs, app.Services.GetRequiredService<GraphList>().ShowAsync);
        app.MapGet(graph, graphs.ShowAsync);
        app.MapPut(graph, graphs.SaveAsync);
        app.MapPatch(graph, graphs.ChangeAsync);
        app.MapDelete(graph, graphs.DeleteAsync);
        app.MapPost($"{graph}/undelete", graphs.UndeleteAsync);
        app.MapGet($"{graph}/document", graphs.ShowDocumentAsync);

        var revisions = app.Services.GetRequiredService<RevisionRoutes>();
        app.MapGet($"{graph}/revisions", revisions.ListAsync);
        app.MapPatch($"{graph}/revisions/{{number}}", revisions.AnnotateAsync);
        app.MapPost($"{graph}/restore", revisions.RestoreAsync);
        app.MapGet($"{graph}/diff", revisions.CompareAsync);

        var calls = app.Services.GetRequiredService<CallRoutes>();
        app.MapPost($"{graph}/run", calls.RunAsync);
        app.MapGet($"{graph}/openapi.json", calls.DescribeAsync);
        app.MapGet($"{graph}/form", calls.ShowFormAsync);

        var templates = app.Services.GetRequiredService<TemplateRoutes>();
        app.MapGet(Addresses.Templates, templates.ListAsync);
        app.MapGet($"{Addresses.Templates}/{{id}}", templates.ShowAsync);
        app.MapPost($"{Addresses.Templates}/{{id}}/instantiate", templates.InstantiateAsync);
    }
}
