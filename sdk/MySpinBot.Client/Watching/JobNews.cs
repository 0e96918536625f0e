namespace MySpinBot.Client;

/// <summary>Something that happens in a job.</summary>
/// <param name="Job">The job.</param>
public abstract record JobNews(Guid Job);

/// <summary>Something that happened.</summary>
/// <param name="Job">The job.</param>
/// <param name="Number">Its number in its job, from 1, without gaps; null for what counts only now: progress, log lines and text that a step writes.</param>
/// <param name="Data">What.</param>
public sealed record EventNews(Guid Job, long? Number, EventData Data) : JobNews(Job);

/// <summary>A picture of work under way.</summary>
/// <param name="Job">The job.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Link">Where the picture is: see <see cref="MySpinBotClient.OpenAsync"/>. A later one takes its place.</param>
public sealed record PreviewNews(Guid Job, string NodeId, Uri Link) : JobNews(Job);
