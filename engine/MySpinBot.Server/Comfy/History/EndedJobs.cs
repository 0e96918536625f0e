using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Comfy.History;

/// <summary>The jobs that have ended: as many as ComfyUI keeps.</summary>
internal static class EndedJobs
{
    /// <summary>The most that are shown.</summary>
    public const int Most = 10_000;

    private const int Page = 1_000;

    /// <summary>An owner's newest ones, in the order in which they ended.</summary>
    public static IReadOnlyList<Job> Of(JobDesk desk, string owner)
    {
        var jobs = new List<Job>();
        long? before = null;
        while (jobs.Count < Most)
        {
            var page = desk.List(Filter(owner, before));
            jobs.AddRange(page.Where(HistoryRecord.Has));
            if (page.Length < Page)
            {
                break;
            }

            before = page[^1].Sequence;
        }

        jobs.Sort(static (one, other) => (one.EndedAt, one.Sequence).CompareTo((other.EndedAt, other.Sequence)));
        return jobs.Count <= Most ? jobs : jobs.GetRange(jobs.Count - Most, Most);
    }

    /// <summary>Forgets all of an owner's that have ended by now.</summary>
    public static async Task ForgetAllAsync(JobDesk desk, string owner)
    {
        long? before = null;
        while (true)
        {
            var page = desk.List(Filter(owner, before));
            await Task.WhenAll(page.Select(job => desk.ForgetAsync(job.Id)));
            if (page.Length < Page)
            {
                return;
            }

            before = page[^1].Sequence;
        }
    }

    private static JobFilter Filter(string owner, long? before)
        => new() { Owner = owner, States = [JobState.Succeeded, JobState.Failed, JobState.Cancelled], Before = before, Most = Page };
}
