using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Rest.Manifests;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Archives;

/// <summary>Jobs that go elsewhere as one file, and come from there.</summary>
internal sealed class ArchiveRoutes(JobDesk desk, ArchiveExport export, ArchiveImport import)
{
    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet($"{Addresses.Jobs}/{{id}}/manifest", app.Services.GetRequiredService<ManifestRoutes>().ShowAsync);
        var archives = app.Services.GetRequiredService<ArchiveRoutes>();
        app.MapGet($"{Addresses.Jobs}/{{id}}/archive", archives.SendAsync);
        app.MapPost($"{Addresses.Jobs}/archive", archives.ReceiveAsync);
    }

    /// <summary>GET /jobs/{id}/archive.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var withResults = parameters.Flag("results");
        parameters.Check();
        var id = Requests.JobId(context);
        var job = desk.Find(id, context.Owner()) ?? throw Requests.NoJob($"{id:D}");
        await export.SendAsync(context, job, withResults);
    }

    /// <summary>POST /jobs/archive.</summary>
    public async Task ReceiveAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var wish = new ArchiveWish(
            parameters.Text("name", SubmissionForm.LongestName),
            parameters.Text("priority") is null ? null : (int)parameters.Number("priority", 0, -SubmissionForm.MostPriority, SubmissionForm.MostPriority),
            parameters.Flag("strict"));
        parameters.Check();
        if (!IsZip(context.Request.ContentType))
        {
            throw new ServerRefusal(RefusalKind.WrongMedia, "wrong_media_type", $"An archive of a job is a zip file: send it with Content-Type: {JobArchive.MediaType}.");
        }

        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var acceptance = await import.TakeAsync(context, wish, key);
        context.Response.Headers.Location = Addresses.Job(acceptance.Job.Id);
        await JsonAnswer.WriteAsync(
            context,
            acceptance.Verdict == AcceptanceVerdict.Accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            (acceptance.Job, Place: acceptance.Job.State == JobState.Queued ? desk.PlaceOf(acceptance.Job.Id) : null),
            static (writer, told) => JobJson.Write(writer, told.Job, told.Place));
    }

    private static bool IsZip(string? type)
    {
        var name = type.AsSpan();
        name = (name.IndexOf(';') is >= 0 and var end ? name[..end] : name).Trim();
        return name.Equals(JobArchive.MediaType, StringComparison.OrdinalIgnoreCase) || name.Equals("application/x-zip-compressed", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>How somebody wants an archived job to be run here.</summary>
/// <param name="Name">What he calls it; null for what it was called.</param>
/// <param name="Priority">Its priority; null for the usual one.</param>
/// <param name="IsStrict">Whether it has to be the same as the run that its manifest tells of.</param>
internal sealed record ArchiveWish(string? Name, int? Priority, bool IsStrict);
