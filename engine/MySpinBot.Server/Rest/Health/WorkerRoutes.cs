using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Rest.Health;

/// <summary>The worker, and its memory.</summary>
internal sealed class WorkerRoutes(WorkerWatch watch)
{
    /// <summary>GET /worker.</summary>
    public Task ShowAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, watch, static (writer, worker) => WorkerJson.Write(writer, worker.State, worker.IsReady, worker.Ledger));
    }

    /// <summary>POST /memory/free.</summary>
    public async Task FreeAsync(HttpContext context)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, 1 << 12));
        var (models, results) = (fields.Flag("models"), fields.Flag("results"));
        fields.Check();
        var isPlain = models is null && results is null;
        if (!watch.TrySend(new FreeMemory(models ?? isPlain, results ?? isPlain)))
        {
            throw new ServerRefusal(RefusalKind.Unavailable, "no_worker", "No worker is ready, so none holds any memory; a new one is being started.");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
