using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>GET /jobs: pages of jobs, the latest first. A page names the next one; jobs that come meanwhile shift nothing.</summary>
internal sealed class JobList(JobDesk desk)
{
    private const int MostOfAPage = 1_000;

    private static readonly Dictionary<string, JobState> States = Enum.GetValues<JobState>().ToDictionary(JobJson.Word);

    public Task ShowAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var states = parameters.Words("state", States);
        var filter = JobFilters.Read(parameters, context.Owner()) with
        {
            States = states,
            Before = parameters.Text("cursor") is { } cursor ? ReadCursor(parameters, cursor) : null,
            Most = (int)parameters.Number("limit", 50, 1, MostOfAPage),
        };
        parameters.Check();
        var found = desk.List(filter with { Most = filter.Most + 1 }); // one more tells whether there is a next page
        var page = found.Length > filter.Most ? found[..filter.Most] : found;
        var next = found.Length > filter.Most ? NextPage.Of(context, $"{page[^1].Sequence}") : null;
        return PageAnswer.WriteAsync(context, "jobs", page, next, (writer, job) => JobJson.Write(writer, job, job.State == JobState.Queued ? desk.PlaceOf(job.Id) : null));
    }

    private static long? ReadCursor(Parameters parameters, string cursor)
        => long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before > 0 ? before
            : parameters.Wrong<long?>("cursor", cursor, "what 'next' of the page before says", null);
}
