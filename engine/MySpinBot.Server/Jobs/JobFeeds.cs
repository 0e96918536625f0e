using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>What is to be told of jobs: kept events from the disk or from the tail in memory, and the latest of what is transient. Readers pull, each at his own pace; nobody waits for a reader,
/// and what a slow one misses are transient news only.</summary>
public sealed class JobFeeds
{
    /// <summary>News of a job: every kept event after a number, in order, and what is transient as it is when the reader comes by.
    /// Ends when the job has ended and all of it was told, or the job is forgotten. Nothing for a job that there is not.</summary>
    public IAsyncEnumerable<JobNews> Watch(Guid job, long after, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>The latest preview of this number, while it is kept.</summary>
    public PreviewNews? Preview(long number) => throw new NotSupportedException();

    /// <summary>Hears the news of all jobs from now on, until it is disposed.</summary>
    public IDisposable Listen(JobListener listener) => throw new NotSupportedException();
}
