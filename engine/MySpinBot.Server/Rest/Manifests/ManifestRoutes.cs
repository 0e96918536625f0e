using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Manifests;

/// <summary>What a job's run rested on.</summary>
internal sealed class ManifestRoutes(JobDesk desk, ManifestBook book)
{
    /// <summary>GET /jobs/{id}/manifest.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var id = Requests.JobId(context);
        var job = desk.Find(id, context.Owner()) ?? throw Requests.NoJob($"{id:D}");
        var json = await book.ReadAsync(job, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
