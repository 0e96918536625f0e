using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;

namespace MySpinBot.Storage.Webhooks;

/// <summary>Stores the calls that tell what became of a job, in the transaction that stores that.</summary>
internal static class JobCalls
{
    private static readonly string[] Names = ["job.queued", "job.running", "job.succeeded", "job.failed", "job.cancelled"];

    /// <summary>A job came into the state that it is in now.</summary>
    public static void Tell(WriteTransaction transaction, Job job, TimeProvider time)
    {
        if (!transaction.MayConcernWebhooks(job))
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (webhook, url) in transaction.Webhooks.Of(job))
        {
            transaction.Call(Guid.CreateVersion7(now), webhook, Receiver.Of(job.Owner, url), Names[(int)job.State], job, now);
        }
    }
}
