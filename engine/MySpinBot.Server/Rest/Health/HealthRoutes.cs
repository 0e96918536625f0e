using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Rest.Health;

/// <summary>Whether the server lives, and whether it can do its work.</summary>
internal sealed class HealthRoutes(JobDesk desk, CatalogBook book, WorkerWatch watch, DataFolder folder)
{
    /// <summary>GET /health/live: whoever answers, lives.</summary>
    public static Task ShowLifeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, 0, static (writer, _) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, "live"u8);
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /health/ready.</summary>
    public Task ShowReadinessAsync(HttpContext context)
    {
        ImmutableArray<Check> checks = [new("server", ServerFault()), new("database", folder.Fault), new("catalog", CatalogFault()), new("worker", WorkerFault())];
        var isReady = checks.All(check => check.Fault is null);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, (isReady, checks), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, told.isReady ? "ready"u8 : "not_ready"u8);
            writer.WriteStartObject("checks"u8);
            foreach (var check in told.checks)
            {
                writer.WriteStartObject(check.Name);
                writer.WriteBoolean("ok"u8, check.Fault is null);
                if (check.Fault is { } fault)
                {
                    writer.WriteString("reason"u8, fault);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private string? ServerFault() => desk.IsStopping ? "The server is stopping: it takes nothing new." : null;

    private string? CatalogFault() => book.Current is null ? "No worker has said yet which node types there are." : null;

    private string? WorkerFault()
    {
        if (watch.IsReady)
        {
            return null;
        }

        var state = watch.State;
        return $"No worker takes jobs: its phase is {state.Phase}.{(state.LastLoss is { } loss ? $" The last one was lost: {loss}" : "")} Jobs are accepted, and wait.";
    }

    private sealed record Check(string Name, string? Fault);
}
