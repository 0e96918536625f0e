using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Jobs.Live;

/// <summary>What becomes of a job whose worker is gone. Decides only.</summary>
internal static class WorkerDeath
{
    /// <summary>How many workers may die under a job while no call of any job can be blamed.</summary>
    public const int MostDeaths = 10;

    /// <summary>The job's calls that are to be suspected after an accident: those before, and those that were running, each with a strike more.</summary>
    public static ImmutableArray<SuspectCall> Struck(LiveJob job, WorkerLoss loss)
    {
        var suspects = job.Suspects;
        foreach (var (owner, node, call) in loss.Calls)
        {
            if (owner == job.Id)
            {
                var at = IndexOf(suspects, node, call);
                suspects = at < 0 ? suspects.Add(new SuspectCall(node, call, 1)) : suspects.SetItem(at, suspects[at] with { Strikes = suspects[at].Strikes + 1 });
            }
        }

        return suspects;
    }

    /// <summary>The job's calls that were running.</summary>
    public static ImmutableArray<SuspectCall> Own(LiveJob job, WorkerLoss loss)
        => [.. job.Suspects.Where(suspect => loss.Calls.Any(call => call.Job == job.Id && call.NodeId == suspect.NodeId && call.Call == suspect.Call))];

    /// <summary>How the job goes on after an accident: it waits again, or fails because this happens again and again and nothing can be blamed.</summary>
    public static JobChange After(LiveJob job, WorkerLoss loss, DateTimeOffset now)
    {
        if (!loss.IsAccident)
        {
            return new JobReturned(CountsAttempt: false, job.Suspects);
        }

        var isOwn = loss.Calls.Any(call => call.Job == job.Id);
        if (!isOwn && loss.Calls.IsEmpty)
        {
            job.Deaths++;
            if (job.Deaths >= MostDeaths)
            {
                return new JobEnded(JobState.Failed, now, $"{MostDeaths} workers ended while they had this job, and none of its steps was running then. The last one {loss.Sentence}.");
            }
        }

        job.Suspects = Struck(job, loss);
        return new JobReturned(CountsAttempt: isOwn || loss.Calls.IsEmpty, job.Suspects);
    }

    /// <summary>The suspects that are left when these events have happened: a node that has ended well is above suspicion.</summary>
    public static ImmutableArray<SuspectCall> Cleared(ImmutableArray<SuspectCall> suspects, ReadOnlyMemory<byte> json)
        => WellEnded(json.Span) is { } node ? suspects.RemoveAll(suspect => suspect.NodeId == RunningCalls.IdOf(node)) : suspects;

    private static string? WellEnded(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{\"event\":\"node_finished\""u8) && !json.StartsWith("{\"event\":\"node_reused\""u8))
        {
            return null;
        }

        return JsonSerializer.Deserialize<RunEvent>(json, MessageJson.Options) is NodeEvent told ? told.NodeId : null;
    }

    private static int IndexOf(ImmutableArray<SuspectCall> suspects, string node, int call)
    {
        for (var i = 0; i < suspects.Length; i++)
        {
            if (suspects[i].NodeId == node && suspects[i].Call == call)
            {
                return i;
            }
        }

        return -1;
    }
}
