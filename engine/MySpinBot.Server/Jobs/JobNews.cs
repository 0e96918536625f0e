using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>Something to be told of a job.</summary>
/// <param name="Job">The job.</param>
public abstract record JobNews(Guid Job);

/// <summary>An event that is on disk.</summary>
/// <param name="Job">The job.</param>
/// <param name="Number">Its number in the job, from 1, without gaps.</param>
/// <param name="Json">A <see cref="Core.Messages.RunEvent"/> or <see cref="Core.Messages.JobEvent"/>.</param>
public sealed record StoredNews(Guid Job, long Number, ReadOnlyMemory<byte> Json) : JobNews(Job);

/// <summary>Something that counts only now: progress, a log line.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Json">A <see cref="Core.Messages.RunEvent"/>.</param>
public sealed record PassingNews(Guid Job, string NodeId, ReadOnlyMemory<byte> Json) : JobNews(Job);

/// <summary>Text that a call writes while it works; what a reader had not yet, in one piece.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call.</param>
/// <param name="Offset">Where it goes: what stood from there on is replaced.</param>
/// <param name="Text">The text.</param>
public sealed record TextNews(Guid Job, string NodeId, int Call, long Offset, string Text) : JobNews(Job);

/// <summary>A picture of work under way.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Number">Which of the server's previews it is: its address.</param>
/// <param name="Jpeg">The picture.</param>
public sealed record PreviewNews(Guid Job, string NodeId, long Number, ReadOnlyMemory<byte> Jpeg) : JobNews(Job);

/// <summary>Hears the news of all jobs as they are published. Called in each job's order, on the publisher's thread: it must take note and return at once.</summary>
/// <param name="job">The job as it is with these news.</param>
/// <param name="news">The news.</param>
public delegate void JobListener(Job job, IReadOnlyList<JobNews> news);
