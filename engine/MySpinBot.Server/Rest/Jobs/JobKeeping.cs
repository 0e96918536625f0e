using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>Which jobs stay, and which go: POST /jobs/{id}/keep and /unkeep, DELETE /jobs.</summary>
internal sealed class JobKeeping(JobDesk desk)
{
    private const int MostAtOnce = 1_000;
    private const int Together = 50;

    private static readonly Dictionary<string, JobState> Ends = Enum.GetValues<JobState>().Where(state => state.IsEnd()).ToDictionary(JobJson.Word);

    /// <summary>POST /jobs/{id}/keep.</summary>
    public Task KeepAsync(HttpContext context) => KeepAsync(context, isKept: true);

    /// <summary>POST /jobs/{id}/unkeep.</summary>
    public Task UnkeepAsync(HttpContext context) => KeepAsync(context, isKept: false);

    /// <summary>DELETE /jobs: forgets those of one's own that have ended and are not to stay, of a state, a batch, a label, or older than a time.</summary>
    public async Task ForgetAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var states = parameters.Words("state", Ends);
        var filter = JobFilters.Read(parameters, context.Owner());
        var limit = (int)parameters.Number("limit", MostAtOnce, 1, MostAtOnce);
        if (states.IsEmpty && filter is { NameContains: null, Since: null, Until: null, Batch: null, Labels.IsEmpty: true })
        {
            parameters.Wrong("state", "not given", $"given, or another parameter that says which jobs are meant; state={string.Join(',', Ends.Keys)} means all that have ended", false);
        }

        parameters.Check();
        var found = desk.List(filter with { States = states.IsEmpty ? [.. Ends.Values] : states, IsKept = false, Ascending = true, Most = limit + 1 });
        var forgotten = 0;
        foreach (var some in found.Take(limit).Chunk(Together))
        {
            forgotten += (await Task.WhenAll(some.Select(job => desk.ForgetAsync(job.Id, unlessKept: true)))).Count(gone => gone);
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (forgotten, isMore: found.Length > limit), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("forgotten"u8, told.forgotten);
            writer.WriteBoolean("more"u8, told.isMore);
            writer.WriteEndObject();
        });
    }

    private async Task KeepAsync(HttpContext context, bool isKept)
    {
        var id = Requests.JobId(context);
        var there = desk.Find(id, context.Owner()) ?? throw Requests.NoJob($"{id:D}");
        BodyFields.Read(await RequestBody.ReadJsonAsync(context, 1 << 10)).Check();
        var job = there.IsKept == isKept ? there : await desk.KeepAsync(id, isKept) ?? throw Requests.NoJob($"{id:D}");
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (job, place: job.State == JobState.Queued ? desk.PlaceOf(id) : null), static (writer, told) => JobJson.Write(writer, told.job, told.place));
    }
}
