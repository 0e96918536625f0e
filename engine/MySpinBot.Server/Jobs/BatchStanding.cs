using System.Collections.Immutable;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>A batch and how far it has come.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Counts">How many of its jobs are in which state; none of those that were forgotten.</param>
public sealed record BatchStanding(JobBatch Batch, ImmutableArray<(JobState State, int Jobs)> Counts)
{
    /// <summary>How many of its jobs are in a state.</summary>
    public int In(JobState state)
    {
        foreach (var (other, jobs) in Counts)
        {
            if (other == state)
            {
                return jobs;
            }
        }

        return 0;
    }

    /// <summary>How many have not ended.</summary>
    public int Unfinished => In(JobState.Queued) + In(JobState.Running);
}
